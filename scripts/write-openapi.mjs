// Writes docs/admin-api.openapi.json from the routes of the built app; a test says when it is out of date.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { format } from 'prettier';

const require = createRequire(import.meta.url);
const { ADMIN_ROUTES } = require('../dist/functions/admin/admin-routes.js');
const { openApiDocument } = require('../dist/functions/admin/open-api-document.js');

const text = JSON.stringify(openApiDocument(ADMIN_ROUTES));
writeFileSync('docs/admin-api.openapi.json', await format(text, { parser: 'json', printWidth: 110 }));
