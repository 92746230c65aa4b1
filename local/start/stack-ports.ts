import { createServer } from 'node:net';

/** Where the local stack listens, all on 127.0.0.1. */
export interface StackPorts {
  /** The Functions host; 7071, as Core Tools has it. */
  host: number;
  tables: number;
  blobs: number;
  bus: number;
  tenant: number;
}

export const DEFAULT_PORT_BASE = 7071;

/** Five ports in a row from `base`. */
export function stackPorts(base: number): StackPorts {
  return { host: base, tables: base + 1, bus: base + 2, tenant: base + 3, blobs: base + 4 };
}

/** Those of the ports that something listens on already. */
export async function takenPorts(ports: StackPorts): Promise<number[]> {
  const tried = await Promise.all(
    Object.values(ports).map(async (port: number) => ((await isFree(port)) ? [] : [port])),
  );
  return tried.flat();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
