import { app } from '@azure/functions';
import { createHost } from '../host/host';
import { type BenchFigures } from './bench-figures';

const REQUESTS = 2_000;
const CONCURRENCY = 20;
const FUNCTIONS = 50;

/** How fast a host of fifty HTTP functions starts and stops, and how many small requests a second it answers. */
export async function benchHostStart(): Promise<BenchFigures> {
  const beganMs = performance.now();
  const host = await createHost({ entry: registerFunctions });
  const loadedMs = performance.now();
  await host.start();
  const startedMs = performance.now();
  const url = `http://127.0.0.1:${host.port}/api/bench0/7`;
  await answers(url, CONCURRENCY);
  const warmMs = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, () => answers(url, REQUESTS / CONCURRENCY)));
  const servedMs = performance.now();
  await host.stop();
  const stoppedMs = performance.now();
  return {
    functions: FUNCTIONS,
    loadMs: round(loadedMs - beganMs),
    startMs: round(startedMs - loadedMs),
    stopMs: round(stoppedMs - servedMs),
    requestsPerSecond: Math.round((REQUESTS / (servedMs - warmMs)) * 1_000),
    requestsAtATime: CONCURRENCY,
    residentMegabytes: round(process.memoryUsage.rss() / 1_048_576),
  };
}

function registerFunctions(): void {
  for (let number = 0; number < FUNCTIONS; number += 1) {
    app.http(`bench${number}`, {
      route: `bench${number}/{id:int}`,
      methods: ['GET'],
      handler: (request) => ({ jsonBody: { id: request.params['id'] } }),
    });
  }
}

async function answers(url: string, count: number): Promise<void> {
  for (let request = 0; request < count; request += 1) {
    const response = await fetch(url);
    if (response.status !== 200) throw new Error(`The host answered ${response.status} under load.`);
    await response.arrayBuffer();
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
