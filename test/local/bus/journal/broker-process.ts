import { spawn, type ChildProcess, type SpawnOptionsWithoutStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const COMMAND = join(__dirname, '../../../../dist/local/bus/bus-command.js');
export const CONFIG = join(__dirname, '../contract/config.json');

/** The broker as people start it, in a process of its own. */
export class BrokerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly connectionString: string,
  ) {}

  static start(dataFolder: string, environment: NodeJS.ProcessEnv = {}): Promise<BrokerProcess> {
    return BrokerProcess.run(['--config', CONFIG, '--port', '0', '--data', dataFolder], {
      env: { ...process.env, ...environment },
    });
  }

  /** With these words on the command line. Throws with what it printed if it ends before it is ready. */
  static async run(args: string[], options: SpawnOptionsWithoutStdio = {}): Promise<BrokerProcess> {
    const child = spawn(process.execPath, [COMMAND, ...args], options);
    const errors: string[] = [];
    child.stderr.on('data', (bytes: Buffer) => errors.push(bytes.toString()));
    const exited = once(child, 'exit');
    for await (const line of createInterface({ input: child.stdout })) {
      const connectionString = /Endpoint=.*;/.exec(line)?.[0];
      if (connectionString !== undefined) return new BrokerProcess(child, connectionString);
    }
    await exited;
    throw new Error(`The broker did not start: ${errors.join('')}`);
  }

  /** Ends it at once, as a crash would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const exited = once(this.child, 'exit') as Promise<[number | null]>;
    this.child.kill(signal);
    const [code] = await exited;
    return code;
  }
}
