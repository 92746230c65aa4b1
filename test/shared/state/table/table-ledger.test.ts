import { RestError } from '@azure/core-rest-pipeline';
import { TableClient } from '@azure/data-tables';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findBreak } from '../../../../shared/domain/audit-chain';
import type { Ledger } from '../../../../shared/state/ledger';
import { tableLedger } from '../../../../shared/state/table/table-ledger';
import { startAzurite, type Azurite } from '../../../support/azurite';
import { ledgerFact, subject } from '../builders';

describe('an append to the ledger', () => {
  let azurite: Azurite;
  let client: TableClient;
  let ledger: Ledger;
  const connect = () =>
    TableClient.fromConnectionString(azurite.connectionString, 'Ledger', { allowInsecureConnection: true });
  beforeEach(async () => {
    azurite = await startAzurite();
    client = connect();
    await client.createTable();
    ledger = tableLedger(client);
  });
  afterEach(() => azurite.stop());

  /** Loses the answer to the next insert after the service stored it; `meanwhile` happens before the repeat. */
  const loseNextInsert = (meanwhile: () => Promise<unknown>) => {
    let isLost = false;
    client.pipeline.addPolicy(
      {
        name: 'loseAnswer',
        async sendRequest(request, next) {
          const response = await next(request);
          if (request.method !== 'POST' || isLost) return response;
          isLost = true;
          await meanwhile();
          throw new RestError('the answer was lost', { code: 'ECONNRESET', request });
        },
      },
      { afterPhase: 'Retry' },
    );
  };

  it('whose answer was lost is found again', async () => {
    loseNextInsert(() => Promise.resolve());
    const stored = await ledger.append(ledgerFact(subject(1), 'op-1'));
    expect(await ledger.read(subject(1))).toEqual([stored]);
  });

  it('whose answer was lost is found again although others have appended since', async () => {
    const other = tableLedger(connect());
    await ledger.append(ledgerFact(subject(1), 'op-1'));
    loseNextInsert(async () => {
      await other.append(ledgerFact(subject(1), 'op-3'));
      await other.append(ledgerFact(subject(1), 'op-4'));
    });
    const stored = await ledger.append(ledgerFact(subject(1), 'op-2'));
    const entries = (await ledger.read(subject(1))).reverse();
    expect(stored).toEqual(entries[1]);
    expect(entries.map(({ opId }) => opId)).toEqual(['op-1', 'op-2', 'op-3', 'op-4']);
    expect(findBreak(entries)).toBeUndefined();
  });

  it('gives up with a clear error where it is overtaken every time', async () => {
    const other = tableLedger(connect());
    let overtaking = 0;
    client.pipeline.addPolicy({
      name: 'overtake',
      async sendRequest(request, next) {
        if (request.method === 'POST')
          await other.append(ledgerFact(subject(1), `other-${(overtaking += 1)}`));
        return next(request);
      },
    });
    await expect(ledger.append(ledgerFact(subject(1), 'op-1'))).rejects.toMatchObject({
      name: 'RetryableError',
      reason: 'unavailable',
      message: expect.stringMatching(/^Ledger guest-[0-9a-f-]+ grew under each of 32 appends/),
    });
    expect((await ledger.read(subject(1))).some(({ opId }) => opId === 'op-1')).toBe(false);
  });

  it('is found broken where a stored entry was edited by hand', async () => {
    for (const opId of ['op-1', 'op-2', 'op-3']) await ledger.append(ledgerFact(subject(1), opId));
    const second = (await ledger.read(subject(1)))[1];
    const key = { partitionKey: `guest-${subject(1).id}`, rowKey: '9999999997' };
    await client.updateEntity({ ...key, outcome: 'refused' }, 'Merge', { etag: '*' });
    expect(second?.seq).toBe(2);
    expect(findBreak((await ledger.read(subject(1))).reverse())).toEqual({ seq: 2, kind: 'edited' });
  });

  it('is read back over more than one page of 1,000 entries, newest first', async () => {
    for (let n = 0; n < 3; n += 1) await ledger.append(ledgerFact(subject(1), `op-${n}`));
    const [newest] = await ledger.read(subject(1), 1);
    const row = await client.getEntity(`guest-${subject(1).id}`, '9999999996');
    const transactions = Array.from({ length: 10 }, (_, batch) =>
      Array.from({ length: 100 }, (_unused, n) => {
        const seq = 4 + batch * 100 + n;
        return ['create', { ...row, rowKey: String(9_999_999_999 - seq), seq }] as [
          'create',
          typeof row & { partitionKey: string; rowKey: string },
        ];
      }),
    );
    for (const transaction of transactions) await client.submitTransaction(transaction);
    expect(newest?.seq).toBe(3);
    const seqs = (await ledger.read(subject(1))).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: 1003 }, (_, n) => 1003 - n));
    expect((await ledger.read(subject(1), 1001)).at(-1)?.seq).toBe(3);
  });
});
