import Table from 'cli-table3';
import { Command } from 'commander';
import type { BenchFigures } from './bench-figures';
import { benchBus } from './bus-bench';
import { benchDayOne } from './day-one-bench';
import { benchEvents } from './events-bench';
import { benchHostDurable } from './host-durable-bench';
import { benchHostStart } from './host-start-bench';
import { benchOffboarding } from './offboarding/offboarding-bench';
import { benchOnboarding } from './onboarding/onboarding-bench';
import { benchProduct } from './product-bench';
import { benchReplay } from './replay/replay-bench';
import { benchTenant } from './tenant-bench';

const BENCHES: Record<string, () => Promise<BenchFigures>> = {
  product: benchProduct,
  hostStart: benchHostStart,
  hostDurable: benchHostDurable,
  events: benchEvents,
  dayOne: benchDayOne,
  onboarding: benchOnboarding,
  offboarding: benchOffboarding,
  replay: benchReplay,
  bus: benchBus,
  tenant: benchTenant,
};

interface BenchOptions {
  json: boolean;
  only?: string;
}

const command = new Command('npm run bench --')
  .description('Measures the product on the local stack, and the stack itself. Figures, no thresholds.')
  .option('--json', 'print one JSON document and nothing else', false)
  .option('--only <names>', `some of ${Object.keys(BENCHES).join(', ')}, separated by commas`);

async function main(): Promise<void> {
  const { json, only } = command.parse().opts<BenchOptions>();
  const names = only === undefined ? Object.keys(BENCHES) : only.split(',');
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) command.error(`There is no bench ${unknown.join(', ')}; see --help.`);
  const results: Record<string, BenchFigures> = {};
  for (const name of names) {
    const bench = BENCHES[name];
    if (bench !== undefined) results[name] = await bench();
    if (!json) console.log(table(name, results[name] ?? {}));
  }
  if (json) console.log(JSON.stringify(results, undefined, 2));
  process.exit(0);
}

function table(name: string, figures: BenchFigures): string {
  const rows = new Table({ head: [name, ''], style: { head: [], border: [] } });
  for (const [figure, value] of Object.entries(figures)) rows.push([figure, String(value)]);
  return rows.toString();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
