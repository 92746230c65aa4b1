import { expect, it } from '@jest/globals';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createTestHost } from '../../../../local/host/test-kit/create-test-host';
import { explanationOf } from './explained-differences';
import { lastingHeaders, repeat } from './golden-run';
import { type Difference, differences, normalForm } from './normal-form';
import { exchangesOf, type RecordedExchange } from './recording';

const ROOT = resolve(__dirname, '../../../..');
const RECORDINGS = resolve(ROOT, '../shared/goldens');

/** A copy of the recorded app from where it finds this project's packages. */
function copyApp(): string {
  mkdirSync(join(ROOT, '.local'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.local', 'recorded-app-'));
  for (const file of readdirSync(join(RECORDINGS, 'app'))) {
    cpSync(join(RECORDINGS, 'app', file), join(folder, file));
  }
  return folder;
}

function readExchanges(file: string): RecordedExchange[] {
  return exchangesOf(JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8')), file.replace('.json', ''));
}

async function compare(app: string, exchanges: RecordedExchange[]): Promise<Difference[]> {
  const host = await createTestHost({ entry: app, seed: 1 });
  const found: Difference[] = [];
  try {
    for (const recorded of exchanges) {
      const { status, body, headers } = recorded.res;
      const lasting = lastingHeaders(new Headers(headers));
      const here = await repeat(host, recorded);
      found.push(
        ...differences(normalForm({ status, headers: lasting, body }), normalForm(here), recorded.place),
      );
    }
  } finally {
    await host.stop();
  }
  return found;
}

it('gives the recorded answers of the real host, or says why not', async () => {
  if (!existsSync(RECORDINGS)) {
    process.stdout.write(
      `SKIPPED: there are no recordings in ${RECORDINGS}; recorded-facts.test.ts holds the figures that matter.\n`,
    );
    return;
  }
  for (const file of readdirSync('/tmp'))
    if (/^(?:flaky|toggle)-.*-mwu1w81c/.test(file)) rmSync(join('/tmp', file));
  const app = copyApp();
  try {
    const files = readdirSync(RECORDINGS).filter((file) => /^s\w+\.json$/.test(file));
    const exchanges = files.flatMap(readExchanges);
    const found = await compare(app, exchanges);
    const unexplained = found.filter(({ place }) => explanationOf(place) === undefined);
    const lines = found.map((difference) => {
      const { place, recorded, here } = difference;
      const reason = explanationOf(place) ?? 'UNEXPLAINED';
      return `${place} [${reason}]\n    recorded ${short(recorded)}\n    here     ${short(here)}`;
    });
    process.stdout.write(
      `${exchanges.length} recorded exchanges, ${found.length} differences\n${lines.join('\n')}\n`,
    );
    expect(unexplained).toEqual([]);
    expect(exchanges.length).toBeGreaterThan(0);
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
}, 60_000);

function short(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 300);
}
