import { readFileSync, writeFileSync } from 'node:fs';
import { withPermissions } from './permission-pages';

const PERMISSIONS = 'docs/permissions.md';

writeFileSync(PERMISSIONS, withPermissions(readFileSync(PERMISSIONS, 'utf8')));
console.log(`${PERMISSIONS} tells what shared/domain/graph-permissions.ts says.`);
