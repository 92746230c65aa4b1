import { expect, it } from '@jest/globals';
import { applyMemberWishes } from '../../../orchestrations/activities/apply-member-wishes';
import { groupId, guestId } from '../../../shared/domain/ids';
import { receiptsByGuest, receiptsIn } from '../../../shared/domain/run-receipts';
import { memoryLedger } from '../../../shared/state/memory/memory-ledger';
import { memoryMemberOutbox } from '../../../shared/state/memory/memory-member-outbox';
import { ACCESS_GROUP } from '../../support/contoso-policy';
import { MemoryTenant } from '../../support/memory-tenant';
import { guid, NOON } from '../../shared/state/builders';

const [ADA, BEN] = [guestId(guid(1)), guestId(guid(2))];
const GROUP = groupId(ACCESS_GROUP);
const subject = { kind: 'group' as const, id: GROUP };
const input = {
  life: { subject, run: 4, token: 't', waitedSeconds: 0 },
  operation: 'remove' as const,
  members: [ADA, BEN],
};

it('leaves the receipt of each change, and whose it was, before the wish goes: a crash in between loses none', async () => {
  const tenant = new MemoryTenant(0);
  const [ledger, outbox] = [memoryLedger(), memoryMemberOutbox()];
  const { members } = tenant.capabilities(() => Date.parse(NOON));
  const wish = {
    group: GROUP,
    operation: 'remove' as const,
    partner: 'contoso',
    askedAt: NOON,
    refused: null,
  };
  tenant.group(GROUP).add(ADA).add(BEN);
  await outbox.put({ ...wish, member: ADA, askedBy: `guest-${ADA}-7` });
  await outbox.put({ ...wish, member: BEN, askedBy: 'plan-b' });
  let isBroken = true;
  const breaking = {
    ...outbox,
    remove: async (...args: Parameters<typeof outbox.remove>) => {
      if (isBroken) throw new Error('the process was killed');
      return outbox.remove(...args);
    },
  };
  const now = () => new Date(NOON);
  const act = applyMemberWishes({ members, outbox: breaking, ledger, now, permit: async () => undefined });
  await expect(act(input)).rejects.toThrow('killed');
  isBroken = false;
  expect(await act(input)).toMatchObject({ kind: 'done' });
  expect(await outbox.list(GROUP)).toEqual([]);
  const told = receiptsByGuest(receiptsIn(await ledger.read(subject)));
  expect(
    [...told].map(([guest, all]) => [guest, all.map(({ run, receipt }) => [run, receipt.change])]),
  ).toEqual([
    [ADA, [[`guest-${ADA}-7`, 'member-removed']]],
    [BEN, [['plan-b', 'member-removed']]],
  ]);
});
