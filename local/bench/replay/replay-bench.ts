import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureDevelopmentCertificate } from '../../certificate/development-certificate';
import type { BenchFigures } from '../bench-figures';
import { benchAudit } from './audit-bench';
import { benchGrouping } from './grouping-bench';
import { benchTenfold } from './tenfold-bench';

const run = promisify(execFile);

/** Failures told by cause, a replay planned from the tenant, ten of one thing run at once, and the audit verified. */
export async function benchReplay(): Promise<BenchFigures> {
  const told = { ...(await benchGrouping()), ...(await planning()) };
  return { ...told, ...(await benchTenfold()), ...(await benchAudit()) };
}

async function planning(): Promise<BenchFigures> {
  const { certificatePath } = await ensureDevelopmentCertificate('.local');
  const { stdout } = await run(process.execPath, [join(__dirname, 'planning-command.js')], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: certificatePath },
  });
  return JSON.parse(stdout) as BenchFigures;
}
