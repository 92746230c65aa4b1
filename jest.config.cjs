/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  setupFiles: ['<rootDir>/test/support/loopback-only.ts'],
  transform: { '^.+\\.[tj]s$': '@swc/jest' },
  // These packages ship ES modules only; Node 20.19 can require them, jest's own loader cannot.
  transformIgnorePatterns: ['/node_modules/(?!(jose|log-update)/)'],
  // The library looks this module up by name; the embedded host's substitute answers (local/host).
  moduleNameMapper: { '^@azure/functions-core$': '<rootDir>/local/host/core/functions-core.ts' },
  modulePathIgnorePatterns: ['<rootDir>/.local/', '<rootDir>/dist/'],
  testTimeout: 60_000,
  // One for each core: jest leaves one core idle unless told.
  maxWorkers: '100%',
};
