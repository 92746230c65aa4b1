/** The design's import table (docs/adr/0001): arrows point one way. @type {import('dependency-cruiser').IConfiguration} */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const product = '^(functions|orchestrations|shared|admin)/';

module.exports = {
  forbidden: [
    forbid('no-circular', 'A circle has no bottom to understand it from.', {}, { circular: true }),
    forbid(
      'domain-is-pure',
      'The domain computes; it reaches for nothing.',
      { path: '^shared/domain/' },
      {
        pathNot: ['^shared/domain/', '^node_modules/zod/', '^crypto$', '^node:crypto$'],
      },
    ),
    forbid(
      'hash-in-ids-only',
      'createHash belongs to ids.ts; signatures to the bundle of evidence.',
      { path: '^shared/domain/', pathNot: '^shared/domain/(ids|audit-chain|evidence-bundle)\\.ts$' },
      {
        path: '^(node:)?crypto$',
      },
    ),
    forbid(
      'ports-know-no-adapter',
      'A port is a promise; adapters keep it.',
      { path: '^shared/(clients|state)/[^/]+\\.ts$' },
      {
        path: ['^shared/(clients|state)/[^/]+/', '^(functions|orchestrations|local|admin)/'],
      },
    ),
    forbid(
      'adapters-look-inwards',
      'Adapters serve; they do not orchestrate.',
      { path: '^shared/' },
      {
        path: '^(functions|orchestrations|local|admin)/',
      },
    ),
    forbid(
      'flows-are-pure',
      'A flow is replayed: it may know contract, settle, other flows and the domain.',
      {
        path: '^orchestrations/[^/]+\\.ts$',
      },
      {
        pathNot: ['^orchestrations/[^/]+\\.ts$', '^shared/domain/', '^node_modules/(zod|durable-functions)/'],
      },
    ),
    forbid(
      'activities-take-ports',
      'An activity sees ports as types, never an adapter or the engine.',
      {
        path: '^orchestrations/activities/',
      },
      {
        path: [
          '^shared/(clients|state)/[^/]+/',
          '^functions/',
          '^node_modules/durable-functions/',
          '^(local|admin)/',
          '^orchestrations/(?!contract|activities/)',
        ],
      },
    ),
    forbid(
      'activities-import-ports-as-types',
      'Implementations meet in main.ts.',
      { path: '^orchestrations/activities/' },
      {
        path: '^shared/(clients|state)/',
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'triggers-hand-over',
      'A trigger parses, authorises and hands over.',
      {
        path: '^functions/',
        pathNot: '^functions/(main|register-[a-z]+)\\.ts$',
      },
      { path: ['^shared/(clients|state)/[^/]+/', '^orchestrations/(?!contract)', '^(local|admin)/'] },
    ),
    forbid(
      'local-is-for-development',
      'The product does not know the local stack.',
      { path: product },
      { path: '^local/' },
    ),
    forbid(
      'local-knows-the-domain-only',
      'The local stack stands beside the product, not inside it.',
      { path: '^local/', pathNot: '^local/(bench|demo)/' },
      {
        path: '^(functions|orchestrations|shared/(clients|state)|admin)/',
      },
    ),
    forbid(
      'admin-speaks-http',
      'The CLI is a client of the admin API, but for what people do and look at with their own sign-in.',
      { path: '^admin/', pathNot: '^admin/cli/(prepare|permissions|doctor)/' },
      {
        path: '^(functions|orchestrations|shared/(clients|state)|local)/',
      },
    ),
    forbid(
      'nobody-imports-tests',
      'Tests look at the product, not the reverse.',
      { pathNot: '^test/' },
      { path: '^test/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
