import type { TokenCredential } from '@azure/core-auth';
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { Audit } from '../audit';
import type { Cursors } from '../cursors';
import type { Failures } from '../failures';
import type { HostRecords } from '../hosts';
import type { IdempotencyKeys } from '../idempotency';
import type { InvitedGuests } from '../invited-guests';
import type { Ledger } from '../ledger';
import type { MemberOutbox } from '../member-outbox';
import type { NoticeOutbox } from '../notice-outbox';
import type { Partners } from '../partners';
import type { PartnerStages } from '../partner-stages';
import type { Plans } from '../plans';
import type { Pseudonyms } from '../pseudonyms';
import type { RemovalOrders } from '../removal-orders';
import type { Sightings } from '../sightings';
import type { Subjects } from '../subjects';
import type { SubscriptionRecords } from '../subscription-records';
import { shapeRequests, type RequestHabits } from './request-policies';
import { tableAudit } from './table-audit';
import { tableCursors } from './table-cursors';
import { tableError } from './table-error';
import { tableFailures } from './table-failures';
import { tableHostRecords } from './table-host-records';
import { tableIdempotencyKeys } from './table-idempotency-keys';
import { tableInvitedGuests } from './table-invited-guests';
import { tableLedger } from './table-ledger';
import { tableMemberOutbox } from './table-member-outbox';
import { tableNoticeOutbox } from './table-notice-outbox';
import { tablePartners } from './table-partners';
import { tablePartnerStages } from './table-partner-stages';
import { tablePlans } from './table-plans';
import { tablePseudonyms } from './table-pseudonyms';
import { tableRemovalOrders } from './table-removal-orders';
import { tableSightings } from './table-sightings';
import { tableSubjects } from './table-subjects';
import { tableSubscriptionRecords } from './table-subscription-records';

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
  invitedGuests: InvitedGuests;
  outbox: MemberOutbox;
  noticeOutbox: NoticeOutbox;
  sightings: Sightings;
  cursors: Cursors;
  subscriptionRecords: SubscriptionRecords;
  plans: Plans;
  audit: Audit;
  pseudonyms: Pseudonyms;
  idempotencyKeys: IdempotencyKeys;
  orders: RemovalOrders;
  stages: PartnerStages;
}

export interface StateTables {
  ports: StatePorts;
  /**
   * Makes the tables that are missing. Safe to repeat. Throws RetryableError or TerminalError as
   * {@link tableError} says, naming the table.
   */
  ensure(): Promise<void>;
}

const TABLES = [
  'Subjects',
  'Partners',
  'Ledger',
  'Failures',
  'Hosts',
  'InvitedGuests',
  'MemberOutbox',
  'Notices',
  'Sightings',
  'Cursors',
  'Subscriptions',
  'Plans',
  'Audit',
  'Pseudonyms',
  'IdempotencyKeys',
  'Orders',
  'PartnerStages',
] as const;

/** The ports of the state on Table Storage. Sends nothing yet: an app registers its functions before it may wait. */
export function openTables(account: TableAccount, options: TableOptions = {}): StateTables {
  const open = (name: (typeof TABLES)[number]): TableClient => {
    const client = tableClient(account, `${options.prefix ?? 'gatehouse'}${name}`);
    shapeRequests(client.pipeline, { onRequest: options.onRequest });
    return client;
  };
  return {
    ports: {
      subjects: tableSubjects(open('Subjects')),
      partners: tablePartners(open('Partners')),
      ledger: tableLedger(open('Ledger')),
      failures: tableFailures(open('Failures')),
      hosts: tableHostRecords(open('Hosts')),
      invitedGuests: tableInvitedGuests(open('InvitedGuests')),
      outbox: tableMemberOutbox(open('MemberOutbox')),
      noticeOutbox: tableNoticeOutbox(open('Notices')),
      sightings: tableSightings(open('Sightings')),
      cursors: tableCursors(open('Cursors')),
      subscriptionRecords: tableSubscriptionRecords(open('Subscriptions')),
      plans: tablePlans(open('Plans')),
      audit: tableAudit(open('Audit')),
      pseudonyms: tablePseudonyms(open('Pseudonyms')),
      idempotencyKeys: tableIdempotencyKeys(open('IdempotencyKeys')),
      orders: tableRemovalOrders(open('Orders')),
      stages: tablePartnerStages(open('PartnerStages')),
    },
    ensure: async () => {
      await Promise.all(TABLES.map((name) => ensureTable(open(name))));
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
