import { it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBroker, type BrokerOptions } from '../../../../local/bus/broker';

/**
 * What the contract suite runs against: this broker, or whatever GATEHOUSE_TEST_BUS (a connection string) points
 * to: the official emulator started with config.json of this folder, or a namespace with the same queues.
 */
export interface ContractTarget {
  connectionString: string;
  controlUrl: string | undefined;
  stop: () => Promise<void>;
}

const given = process.env['GATEHOUSE_TEST_BUS'];

export const isOwnBroker = given === undefined || given === '';

const CONFIG_FILE = join(__dirname, 'config.json');

/** The suite's queues; this broker may use shorter locks than the emulator allows, so that nobody waits for nothing. */
export const contractConfig = (): object =>
  JSON.parse(readFileSync(CONFIG_FILE, 'utf8').replace('"PT5S"', '"PT1S"')) as object;

export async function openTarget(options: Partial<BrokerOptions> = {}): Promise<ContractTarget> {
  if (!isOwnBroker) {
    return { connectionString: String(given), controlUrl: undefined, stop: () => Promise.resolve() };
  }
  return startBroker({ config: contractConfig(), port: 0, controlPort: 0, anyDuration: true, ...options });
}

/** A scenario that only this broker can play; elsewhere it is skipped, and says why. */
export function ownBrokerOnly(reason: string, name: string, play: () => Promise<void>): void {
  if (isOwnBroker) {
    it(name, play);
    return;
  }
  process.stderr.write(`skipped: "${name}", since ${reason}\n`);
  it.skip(`${name} (${reason})`, play);
}
