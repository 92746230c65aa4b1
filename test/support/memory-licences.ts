import type { Licences } from '../../shared/clients/licences';

/** Licences enough for everybody, of one kind. */
export const memoryLicences: Licences = {
  listUnits: async () => [{ sku: 'w365', bought: 100, used: 0 }],
  listSkusOf: async () => ['w365'],
  listStatesOf: async () => [],
};
