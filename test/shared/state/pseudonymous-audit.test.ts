import { beforeEach, expect, it } from '@jest/globals';
import type { AuditFact } from '../../../shared/domain/audit-entry';
import { findBreak } from '../../../shared/domain/audit-chain';
import { pseudonymousAudit } from '../../../shared/state/pseudonymous-audit';
import type { Audit } from '../../../shared/state/audit';
import type { StatePorts } from '../../../shared/state/table/open-tables';
import { guid, NOON, subject, subjectRow } from './builders';
import { memoryState } from './on-both-adapters';

const [ADA, BEN, GROUP, OLGA] = [guid(1), guid(2), guid(3, 'd'), guid(4, 'e')];
let state: StatePorts;
let audit: Audit;
beforeEach(async () => {
  state = memoryState();
  audit = pseudonymousAudit(state);
  await state.subjects.insert(subjectRow(subject(2)));
});

const fact = (changes: Partial<AuditFact> = {}): AuditFact => ({
  opId: `order-${ADA}-disable-account`,
  at: NOON,
  actor: { kind: 'person', id: OLGA },
  action: 'disable-account',
  target: `guest/${ADA.toUpperCase()}`,
  plan: null,
  reason: `asked by run guest-${ADA}-3`,
  ticket: null,
  result: 'done',
  detail: { skipped: [{ id: BEN, group: GROUP }] },
  ...changes,
});

it('names guests by pseudonym wherever they stand, and leaves everybody else', async () => {
  const entry = await audit.append(fact());
  const [ada, ben] = [await state.pseudonyms.find(ADA), await state.pseudonyms.find(BEN)];
  expect(entry).toMatchObject({
    target: `guest/${ada}`,
    reason: `asked by run guest-${ada}-3`,
    actor: { id: OLGA },
    detail: { skipped: [{ id: ben, group: GROUP }] },
  });
  const stored = JSON.stringify(await state.audit.read(10));
  expect(stored).not.toMatch(new RegExp(`${ADA}|${BEN}`, 'i'));
});

it('stores a fact once, and its chain verifies before and after a guest is forgotten', async () => {
  await audit.append(fact());
  await audit.append(fact());
  await audit.append(fact({ opId: 'another', target: 'partner/contoso' }));
  const entries = async () => (await audit.read(10)).reverse();
  expect(await entries()).toHaveLength(2);
  await state.pseudonyms.destroy(ADA);
  expect(findBreak(await entries())).toBeUndefined();
});

it('leaves a fact about no guest as it is', async () => {
  const plain = fact({ opId: 'op', target: `host/${GROUP}`, reason: null, detail: { hash: 'a'.repeat(64) } });
  expect(await audit.append(plain)).toMatchObject(plain);
});
