import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { withoutSecretHeaders, withoutSecrets } from './redaction';

export type Authority = 'graph' | 'arm' | 'login' | 'webhook';

/** One exchange, as a line of the traffic file has it. */
export interface TrafficEntry {
  time: string;
  authority: Authority;
  method: string;
  url: string;
  requestHeaders: Readonly<Record<string, string>>;
  requestBody: unknown;
  status: number;
  responseHeaders: Readonly<Record<string, string>>;
  responseBody: unknown;
}

/** Appends every exchange to a file, one JSON document a line, without tokens and invitation links. */
export class TrafficLog {
  readonly #stream: WriteStream | undefined;
  readonly #listeners = new Set<(entry: TrafficEntry) => void>();

  constructor(path?: string) {
    if (path === undefined) return;
    mkdirSync(dirname(path), { recursive: true });
    this.#stream = createWriteStream(path, { flags: 'a' });
  }

  /** Calls `listener` with every further exchange, secrets removed; returns how to stop it. */
  listen(listener: (entry: TrafficEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  record(entry: TrafficEntry): void {
    if (this.#stream === undefined && this.#listeners.size === 0) return;
    const safe: TrafficEntry = {
      time: entry.time,
      authority: entry.authority,
      method: entry.method,
      url: String(withoutSecrets(entry.url)),
      requestHeaders: withoutSecretHeaders(entry.requestHeaders),
      requestBody: withoutSecrets(entry.requestBody) ?? null,
      status: entry.status,
      responseHeaders: withoutSecretHeaders(entry.responseHeaders),
      responseBody: withoutSecrets(entry.responseBody) ?? null,
    };
    this.#stream?.write(`${JSON.stringify(safe)}\n`);
    for (const listener of this.#listeners) listener(safe);
  }

  async close(): Promise<void> {
    const stream = this.#stream;
    if (stream === undefined) return;
    await new Promise<void>((resolve) => stream.end(() => resolve()));
  }
}
