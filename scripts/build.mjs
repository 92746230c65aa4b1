// Compiles to dist/ (incrementally) and copies what is not TypeScript but is read at run time.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const compiled = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

const assets = [
  'local/bus/config.json',
  'local/tenant/scenarios',
  'orchestrations/activities/scripts',
  'shared/notices/texts',
];
for (const asset of assets) if (existsSync(asset)) cpSync(asset, `dist/${asset}`, { recursive: true });
