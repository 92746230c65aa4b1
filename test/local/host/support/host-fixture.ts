import { afterEach } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HostLogEntry } from '../../../../local/host/app/host-log';
import { createHost, type Host, type HostOptions } from '../../../../local/host/host';

export interface HostFixture {
  host: Host;
  /** The host's origin. */
  url: string;
  /** Everything the host logged so far. */
  lines: HostLogEntry[];
}

/** Starts hosts that end with the test, and makes folders that go with it. */
export function hostFixture(): {
  start: (options: HostOptions) => Promise<HostFixture>;
  folder: () => string;
} {
  const hosts: Host[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.stop({ graceMs: 0 });
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return {
    start: async (options) => {
      const lines: HostLogEntry[] = [];
      const host = await createHost({ log: (entry) => lines.push(entry), ...options });
      hosts.push(host);
      await host.start();
      return { host, url: `http://127.0.0.1:${host.port}`, lines };
    },
    folder: () => {
      const folder = mkdtempSync(join(tmpdir(), 'host-'));
      folders.push(folder);
      return folder;
    },
  };
}
