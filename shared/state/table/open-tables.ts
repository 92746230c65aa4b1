import type { TokenCredential } from '@azure/core-auth';
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { Failures } from '../failures';
import type { HostRecords } from '../hosts';
import type { Ledger } from '../ledger';
import type { MemberOutbox } from '../member-outbox';
import type { Partners } from '../partners';
import type { Subjects } from '../subjects';
import { shapeRequests, type RequestHabits } from './request-policies';
import { tableError } from './table-error';
import { tableFailures } from './table-failures';
import { tableHostRecords } from './table-host-records';
import { tableLedger } from './table-ledger';
import { tableMemberOutbox } from './table-member-outbox';
import { tablePartners } from './table-partners';
import { tableSubjects } from './table-subjects';

/** Where the tables are: a storage account by its connection string, or by its table end point and an identity. */
export type TableAccount = { connectionString: string } | { url: string; credential: TokenCredential };

export interface TableOptions extends RequestHabits {
  /** Begins the name of each table, so that an account may be shared. Letters and digits. */
  prefix?: string;
}

/** All ports of the state. */
export interface StatePorts {
  subjects: Subjects;
  partners: Partners;
  ledger: Ledger;
  failures: Failures;
  hosts: HostRecords;
  outbox: MemberOutbox;
}

export interface StateTables {
  ports: StatePorts;
  /**
   * Makes the tables that are missing. Safe to repeat. Throws RetryableError or TerminalError as
   * {@link tableError} says, naming the table.
   */
  ensure(): Promise<void>;
}

const TABLES = ['Subjects', 'Partners', 'Ledger', 'Failures', 'Hosts', 'MemberOutbox'] as const;

/** The ports of the state on Table Storage. Sends nothing yet: an app registers its functions before it may wait. */
export function openTables(account: TableAccount, options: TableOptions = {}): StateTables {
  const [subjects, partners, ledger, failures, hosts, outbox] = TABLES.map((name) => {
    const client = tableClient(account, `${options.prefix ?? 'gatehouse'}${name}`);
    shapeRequests(client.pipeline, { onRequest: options.onRequest });
    return client;
  }) as [TableClient, TableClient, TableClient, TableClient, TableClient, TableClient];
  return {
    ports: {
      subjects: tableSubjects(subjects),
      partners: tablePartners(partners),
      ledger: tableLedger(ledger),
      failures: tableFailures(failures),
      hosts: tableHostRecords(hosts),
      outbox: tableMemberOutbox(outbox),
    },
    ensure: async () => {
      await Promise.all([subjects, partners, ledger, failures, hosts, outbox].map(ensureTable));
    },
  };
}

async function ensureTable(client: TableClient): Promise<void> {
  try {
    // The client takes `TableAlreadyExists` for success.
    await client.createTable();
  } catch (error) {
    throw tableError(error, `Table storage did not make the table ${client.tableName}`);
  }
}

/** A connection string may name plain http (an emulator); a token is never sent over it. */
function tableClient(account: TableAccount, name: string): TableClient {
  if (!('connectionString' in account)) return new TableClient(account.url, name, account.credential);
  const { url } = TableClient.fromConnectionString(account.connectionString, name);
  const options: TableServiceClientOptions = { allowInsecureConnection: url.startsWith('http:') };
  return TableClient.fromConnectionString(account.connectionString, name, options);
}
