import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer, type Server } from 'node:tls';
import { startBroker, type Broker } from '../../../../local/bus/broker';
import { ensureDevelopmentCertificate } from '../../../../local/certificate/development-certificate';

/** Debian's python3-azure: azure-servicebus 7.8, whose AMQP stack is written in C and always speaks TLS. */
const PYTHON = '/usr/bin/python3';
const hasPythonClient = spawnSync(PYTHON, ['-c', 'import azure.servicebus, uamqp']).status === 0;
if (!hasPythonClient) {
  process.stderr.write(
    `skipped: the Python client's scenarios, since ${PYTHON} has no azure.servicebus (Debian: apt-get install python3-azure)\n`,
  );
}

const SCENARIOS = 11;
const CONFIG = {
  UserConfig: {
    Namespaces: [
      {
        Name: 'sbemulatorns',
        Queues: Array.from({ length: SCENARIOS }, (_, index) => ({ Name: `scenario-${index}` })),
      },
    ],
    Logging: { Type: 'File' },
  },
};

interface Played {
  scenario: string;
  failure?: string;
}

(hasPythonClient ? describe : describe.skip)("Microsoft's Python client, on another AMQP stack", () => {
  let broker: Broker;
  let front: Server;
  let played: Played[];

  beforeAll(async () => {
    const { certificatePath, keyPath } = await ensureDevelopmentCertificate(
      mkdtempSync(join(tmpdir(), 'gatehouse-bus-')),
    );
    broker = await startBroker({ config: CONFIG, port: 0 });
    front = createServer({ cert: readFileSync(certificatePath), key: readFileSync(keyPath) }, (socket) => {
      const behind = connect(broker.port, '127.0.0.1');
      for (const [one, other] of [
        [socket, behind],
        [behind, socket],
      ] as const) {
        one.pipe(other);
        one.on('error', () => other.destroy());
      }
    });
    front.listen(0, '127.0.0.1');
    await once(front, 'listening');
    const { port } = front.address() as AddressInfo;
    const connectionString = broker.connectionString.replace(/127\.0\.0\.1:\d+/, 'localhost');
    played = await playScenarios([connectionString, String(port), certificatePath]);
  }, 120_000);

  afterAll(async () => {
    front.close();
    await broker.stop();
  });

  it('plays its part of the contract', () => {
    expect(played.filter(({ failure }) => failure !== undefined)).toEqual([]);
    expect(played).toHaveLength(SCENARIOS);
  });
});

async function playScenarios(args: string[]): Promise<Played[]> {
  const python = spawn(PYTHON, [join(__dirname, 'scenarios.py'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const played: Played[] = [];
  for await (const line of createInterface({ input: python.stdout })) played.push(JSON.parse(line) as Played);
  return played;
}
