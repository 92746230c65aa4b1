import type { TokenCredential } from '@azure/core-auth';
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { Failures } from '../failures';
import type { HostRecords } from '../hosts';
import type { Ledger } from '../ledger';
import type { MemberOutbox } from '../member-outbox';
import type { Partners } from '../partners';
import type { Subjects } from '../subjects';
import { shapeRequests, type SentRequest } from './request-policies';
import { tableError } from './table-error';
import { tableFailures } from './table-failures';
import { tableHostRecords } from './table-host-records';
import { tableLedger } from './table-ledger';
import { tableMemberOutbox } from './table-member-outbox';
import { tablePartners } from './table-partners';
import { tableSubjects } from './table-subjects';

/** Where the tables are: a storage account by its connection string, or by its table end point and an identity. */
export type TableAccount = { connectionString: string } | { url: string; credential: TokenCredential };

export interface TableOptions {
  /** Begins the name of each table, so that an account may be shared. Letters and digits. */
  prefix?: string;
  /** Told of every request that is sent, repeats included. */
  onRequest?: (request: SentRequest) => void;
}

/** All ports of the state. */
export interface StateTables {
  subjects: Subjects;
  partners: Partners;
  ledger: Ledger;
  failures: Failures;
  hosts: HostRecords;
  memberOutbox: MemberOutbox;
}

/**
 * Connects to the tables, makes those that are missing, and gives the ports on them. Safe to repeat. Throws
 * RetryableError or TerminalError as {@link tableError} says, naming the table.
 */
export async function connectTables(account: TableAccount, options: TableOptions = {}): Promise<StateTables> {
  const table = (name: string) =>
    ensureTable(account, `${options.prefix ?? 'gatehouse'}${name}`, options.onRequest);
  const [subjects, partners, ledger, failures, hosts, memberOutbox] = await Promise.all([
    table('Subjects'),
    table('Partners'),
    table('Ledger'),
    table('Failures'),
    table('Hosts'),
    table('MemberOutbox'),
  ]);
  return {
    subjects: tableSubjects(subjects),
    partners: tablePartners(partners),
    ledger: tableLedger(ledger),
    failures: tableFailures(failures),
    hosts: tableHostRecords(hosts),
    memberOutbox: tableMemberOutbox(memberOutbox),
  };
}

async function ensureTable(
  account: TableAccount,
  name: string,
  onRequest: TableOptions['onRequest'],
): Promise<TableClient> {
  const client = tableClient(account, name);
  shapeRequests(client.pipeline, onRequest);
  try {
    // The client takes `TableAlreadyExists` for success.
    await client.createTable();
  } catch (error) {
    throw tableError(error, `Table storage did not make the table ${name}`);
  }
  return client;
}

/** A connection string may name plain http (an emulator); a token is never sent over it. */
function tableClient(account: TableAccount, name: string): TableClient {
  if (!('connectionString' in account)) return new TableClient(account.url, name, account.credential);
  const { url } = TableClient.fromConnectionString(account.connectionString, name);
  const options: TableServiceClientOptions = { allowInsecureConnection: url.startsWith('http:') };
  return TableClient.fromConnectionString(account.connectionString, name, options);
}
