import { afterEach, describe, expect, it } from '@jest/globals';
import type { TokenCredential } from '@azure/core-auth';
import { TableServiceClient } from '@azure/data-tables';
import { ensureDevelopmentCertificate } from '../../../../local/certificate/development-certificate';
import { connectTables } from '../connect-tables';
import type { SentRequest } from '../../../../shared/state/table/request-policies';
import { startAzurite, type Azurite } from '../../../support/azurite';
import { ledgerFact, subject, subjectRow } from '../builders';

/** Says of itself what Azurite reads of a token; nobody signed it. */
function credential(asked: (string | string[])[]): TokenCredential {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = { aud: 'https://storage.azure.com', iss: 'https://sts.windows.net/tenant/' };
  const token = `${part({ alg: 'none' })}.${part({ ...claims, iat: now, nbf: now - 60, exp: now + 3600 })}.`;
  return {
    getToken: (scopes) => {
      asked.push(scopes);
      return Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
    },
  };
}

describe('openTables', () => {
  let azurite: Azurite | undefined;
  afterEach(() => azurite?.stop());

  it('makes the tables that are missing, and is safe to repeat', async () => {
    azurite = await startAzurite();
    const account = { connectionString: azurite.connectionString };
    const first = await connectTables(account, { prefix: 'one' });
    await first.subjects.insert(subjectRow(subject(1)));
    const second = await connectTables(account, { prefix: 'one' });
    expect((await second.subjects.read(subject(1)))?.value).toEqual(subjectRow(subject(1)));
    await connectTables(account);
    const names: (string | undefined)[] = [];
    const service = TableServiceClient.fromConnectionString(azurite.connectionString, {
      allowInsecureConnection: true,
    });
    for await (const { name } of service.listTables()) names.push(name);
    const core = ['Subjects', 'Partners', 'Ledger', 'Failures', 'Hosts', 'MemberOutbox'];
    const events = ['Sightings', 'Cursors', 'Subscriptions', 'InvitedGuests', 'IdempotencyKeys'];
    const later = ['Plans', 'Audit', 'Orders', 'PartnerStages', 'Notices', 'Pseudonyms'];
    const tables = [...core, ...events, ...later];
    expect(names.sort()).toEqual(
      [...tables.map((t) => `gatehouse${t}`), ...tables.map((t) => `one${t}`)].sort(),
    );
  });

  it('tells of every request: one for a row read or inserted, two for an append, one for the newest entries', async () => {
    azurite = await startAzurite();
    const sent: SentRequest[] = [];
    const onRequest = (request: SentRequest) => void sent.push(request);
    const state = await connectTables({ connectionString: azurite.connectionString }, { onRequest });
    const costs = async (call: () => Promise<unknown>) => {
      sent.length = 0;
      await call();
      return sent.map(({ method }) => method).join(' ');
    };
    expect(await costs(() => state.subjects.insert(subjectRow(subject(1))))).toBe('POST');
    expect(sent[0]?.path).toContain('gatehouseSubjects');
    expect(await costs(() => state.subjects.read(subject(1)))).toBe('GET');
    for (const opId of ['op-1', 'op-2', 'op-3']) {
      expect(await costs(() => state.ledger.append(ledgerFact(subject(1), opId)))).toBe('GET POST');
    }
    expect(await costs(() => state.ledger.append(ledgerFact(subject(1), 'op-3')))).toBe('GET');
    expect(await costs(() => state.ledger.read(subject(1), 2))).toBe('GET');
    expect(await costs(() => state.partners.list())).toBe('GET');
  });

  it('speaks to an account by its end point and an identity', async () => {
    azurite = await startAzurite({ tls: await ensureDevelopmentCertificate('.local') });
    const asked: (string | string[])[] = [];
    const state = await connectTables({ url: azurite.tableUrl, credential: credential(asked) });
    await state.subjects.insert(subjectRow(subject(1)));
    expect((await state.subjects.read(subject(1)))?.value).toEqual(subjectRow(subject(1)));
    expect(asked.flat()).toContain('https://storage.azure.com/.default');
  });

  it('sends no token over plain http', async () => {
    azurite = await startAzurite();
    const asked: (string | string[])[] = [];
    const connecting = connectTables({ url: azurite.tableUrl, credential: credential(asked) });
    await expect(connecting).rejects.toThrow(/allowInsecureConnection|non-TLS/);
  });

  it('names the table it may not make', async () => {
    azurite = await startAzurite();
    const connectionString = azurite.connectionString.replace(/AccountKey=[^;]+/, 'AccountKey=d3Jvbmc=');
    await expect(connectTables({ connectionString })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/^Table storage did not make the table gatehouse\w+: 403/),
    });
  });
});
