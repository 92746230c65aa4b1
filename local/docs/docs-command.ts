import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { partnerPolicyJsonSchema } from '../../shared/domain/partner-policy-json-schema';
import { withPermissions } from './permission-pages';

const PERMISSIONS = 'docs/permissions.md';
const POLICY_SCHEMA = 'docs/partner-policy.schema.json';

writeFileSync(PERMISSIONS, withPermissions(readFileSync(PERMISSIONS, 'utf8')));
console.log(`${PERMISSIONS} tells what shared/domain/graph-permissions.ts says.`);

async function writePolicySchema(): Promise<void> {
  const options = { ...(await resolveConfig(POLICY_SCHEMA)), parser: 'json' };
  writeFileSync(POLICY_SCHEMA, await format(JSON.stringify(partnerPolicyJsonSchema()), options));
  console.log(`${POLICY_SCHEMA} tells what shared/domain/partner-policy-file.ts says.`);
}

void writePolicySchema();
