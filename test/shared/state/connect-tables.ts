import {
  openTables,
  type StatePorts,
  type TableAccount,
  type TableOptions,
} from '../../../shared/state/table/open-tables';

/** Opens the tables, makes those that are missing, and gives the ports, as the app does when it starts. */
export async function connectTables(account: TableAccount, options: TableOptions = {}): Promise<StatePorts> {
  const tables = openTables(account, options);
  await tables.ensure();
  return tables.ports;
}
