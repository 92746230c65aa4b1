import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startBroker, type Broker } from '../../../../local/bus/broker';

/** Compiled beside the other things that are made here, so that a second run finds its work done. */
const FOLDER = join(__dirname, '../../../../.local/dotnet-scenarios');
const ENVIRONMENT = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' };
const BUILD = [
  'build',
  '--disable-build-servers',
  '--verbosity',
  'quiet',
  '--output',
  'out',
  'scenarios.csproj',
];
const SCENARIOS = 16;

const queue = (Name: string, Properties: object = {}): object => ({ Name, Properties });
const CONFIG = {
  UserConfig: {
    Namespaces: [
      {
        Name: 'sbemulatorns',
        Queues: [
          ...Array.from({ length: SCENARIOS }, (_, index) => queue(`scenario-${index}`)),
          queue('short-lock', { LockDuration: 'PT1S' }),
          queue('two-tries', { MaxDeliveryCount: 2 }),
          queue('buries-expired', { DeadLetteringOnMessageExpiration: true }),
        ],
      },
    ],
    Logging: { Type: 'File' },
  },
};

const whyNot = reasonToSkip();
if (whyNot !== undefined) process.stderr.write(`skipped: the .NET client's scenarios, since ${whyNot}\n`);

interface Played {
  scenario: string;
  failure: string | null;
}

(whyNot === undefined ? describe : describe.skip)("Microsoft's .NET client, on a managed stack", () => {
  let broker: Broker;
  let played: Played[];

  beforeAll(async () => {
    broker = await startBroker({ config: CONFIG, port: 0, controlPort: 0, anyDuration: true });
    played = await playScenarios(broker);
  }, 120_000);

  afterAll(() => broker.stop());

  it('plays its part of the contract', () => {
    expect(played.filter(({ failure }) => failure !== null)).toEqual([]);
    expect(played).toHaveLength(SCENARIOS);
  });
});

/** Builds the client where it is asked for; what stands in the way, if anything does. */
function reasonToSkip(): string | undefined {
  if (process.env['GATEHOUSE_TEST_DOTNET'] !== '1')
    return 'its build takes a while; GATEHOUSE_TEST_DOTNET=1 asks for it';
  if (spawnSync('dotnet', ['--version']).status !== 0) return 'there is no .NET SDK (dotnet) on the path';
  cpSync(__dirname, FOLDER, { recursive: true, filter: (path) => !path.endsWith('.ts') });
  const built = spawnSync('dotnet', BUILD, { cwd: FOLDER, env: ENVIRONMENT, encoding: 'utf8' });
  return built.status === 0 ? undefined : `it could not be built: ${built.stdout.trim()}`;
}

async function playScenarios({ connectionString, controlUrl }: Broker): Promise<Played[]> {
  const args = [join(FOLDER, 'out/scenarios.dll'), connectionString, String(controlUrl)];
  const dotnet = spawn('dotnet', args, { stdio: ['ignore', 'pipe', 'inherit'], env: ENVIRONMENT });
  const played: Played[] = [];
  for await (const line of createInterface({ input: dotnet.stdout })) played.push(JSON.parse(line) as Played);
  return played;
}
