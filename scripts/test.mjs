// Builds (some tests start real processes from dist/), then runs jest with the development certificate
// trusted: the Microsoft clients insist on TLS, the simulated tenant's certificate is made on this machine,
// and Node reads its extra trust only when it starts. JEST_REPORT names a file for the counts.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const run = (script, args, env = process.env) => {
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
};

run('scripts/build.mjs', []);
const { ensureDevelopmentCertificate } = require('../dist/local/certificate/development-certificate.js');
const { certificatePath } = await ensureDevelopmentCertificate('.local');
const { JEST_REPORT: report } = process.env;
const counting = report ? ['--json', `--outputFile=${report}`] : [];
run(require.resolve('jest/bin/jest'), [...counting, ...process.argv.slice(2)], {
  ...process.env,
  NODE_EXTRA_CA_CERTS: certificatePath,
});
