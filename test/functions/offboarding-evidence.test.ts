import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatherEvidence } from '../../functions/offboarding/gather-evidence';
import { verifyBundle, type EvidenceBundle } from '../../shared/domain/evidence-bundle';
import { memoryAuditAnchors } from '../../shared/state/memory/memory-audit-anchors';
import { guid } from '../shared/state/builders';
import { offboardingDesk, type Desk } from '../support/offboarding-desk';

let desk: Desk;
let bundle: EvidenceBundle;

beforeAll(async () => {
  desk = await offboardingDesk(2);
  desk.tenant.admit(1, desk.product.host.clock.now());
  await desk.product.hint(guid(1));
  await desk.product.advance(120);
  const plan = await desk.approved();
  await desk.run(plan);
  await desk.product.advance(300);
  const record = (await desk.product.ports.plans.read(plan.id))!.value;
  bundle = await gatherEvidence({ ...desk.product.ports, anchors: memoryAuditAnchors() }, record);
});
afterAll(() => desk.product.stop());

const withFile = (name: string, change: (text: string) => string): EvidenceBundle => ({
  ...bundle,
  files: { ...bundle.files, [name]: change(bundle.files[name] ?? '') },
});

describe('the evidence of a removal', () => {
  it('is whole, holds the first negative check, and what was changed of each guest', () => {
    const verdict = verifyBundle(bundle);
    expect(verdict.findings).toEqual([]);
    expect(verdict.confirmations).toEqual([{ at: expect.any(String), bad: [] }]);
    const guests = JSON.parse(bundle.files['guests.json']!) as { state: string; receipts: object[] }[];
    expect(guests).toMatchObject([{ state: 'removed', receipts: expect.any(Array) }]);
    expect(guests[0]!.receipts.length).toBeGreaterThan(0);
  });

  it('shows every change after it was signed', () => {
    expect(verifyBundle(withFile('guests.json', (text) => `${text} `)).findings).toEqual([
      'guests.json is missing, or is not what was signed',
    ]);
    expect(verifyBundle(withFile('extra.json', () => '{}')).findings).toEqual([
      'extra.json was added: it is not signed',
    ]);
    const other = bundle.manifest.replace('contoso', 'fabrika');
    expect(verifyBundle({ ...bundle, manifest: other }).findings).toEqual(['the signature does not fit']);
  });

  it('is signed by one key, however often it is made, and the audit names that key', async () => {
    const [entry] = (await desk.product.ports.audit.read(50)).filter(
      ({ action }) => action === 'make-evidence-key',
    );
    expect(entry?.detail).toEqual({ fingerprint: verifyBundle(bundle).fingerprint });
    const record = (await desk.product.ports.plans.list())[0]!;
    const again = await gatherEvidence({ ...desk.product.ports, anchors: memoryAuditAnchors() }, record);
    expect(again.publicKey).toBe(bundle.publicKey);
  });
});
