import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { AuditEntry } from '../../../shared/domain/audit-entry';
import { chained } from '../../../shared/domain/chain';
import { keyFingerprint, signedBundle, type EvidenceBundle } from '../../../shared/domain/evidence-bundle';
import { sha256 } from '../../../shared/domain/ids';
import { openStage } from '../../../shared/domain/partner-stage';
import { NOON } from '../../shared/state/builders';
import { planRecord } from '../../shared/state/plan-record-builder';
import { cliUnderTest, type CliUnderTest } from './cli-under-test';

const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const PLAN_TEXT = '{"the":"plan"}';
const HOURS = ['12:00', '14:00', '12:00'];
const record = planRecord({
  hash: sha256(PLAN_TEXT),
  state: 'finished',
  approval: { by: 'arno', at: NOON },
});

const fact = (opId: string) => ({
  opId,
  at: NOON,
  actor: { kind: 'service' as const, id: 'runtime' },
  action: 'finish-offboarding',
  target: 'partner/contoso',
  plan: record.id,
  reason: null,
  ticket: null,
  result: 'done' as const,
  detail: {},
});

function auditChain(): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (const opId of ['one', 'two', 'three']) entries.unshift(chained(fact(opId), entries[0]));
  return entries;
}

function evidence(isAccountGood: boolean | null = true): EvidenceBundle {
  const checks = [{ check: 'accounts', isGood: isAccountGood, observed: '1 account can sign in' }];
  const confirmations = HOURS.map((hour, day) => ({
    at: `2026-09-0${day < 2 ? 1 : 2}T${hour}:00.000Z`,
    checks,
  }));
  const files = {
    'plan.json': PLAN_TEXT,
    'record.json': JSON.stringify(record),
    'stage.json': JSON.stringify({ ...openStage('contoso'), stage: 'removed', confirmations }),
    'guests.json': '[]',
    'audit.json': JSON.stringify(auditChain()),
    'audit-heads.json': '[]',
  };
  return signedBundle(files, { plan: record.id, partner: 'contoso', madeAt: NOON }, privateKey);
}

let cli: CliUnderTest;
let folder: string;
let zip: string;
beforeAll(async () => {
  cli = await cliUnderTest();
  folder = mkdtempSync(join(tmpdir(), 'evidence-'));
  zip = join(folder, 'bundle.zip');
});
beforeEach(async () => {
  await fetchEvidence(evidence());
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cli.stop();
});

async function fetchEvidence(body: EvidenceBundle): ReturnType<CliUnderTest['run']> {
  cli.answers.set(`GET offboarding-plans/${record.id}/evidence`, { body });
  return cli.run(['partner', 'offboard', 'evidence', record.id, '-o', zip]);
}

const verify = async (...more: string[]) => {
  const { text, code } = await cli.run(['verify', zip, ...more]);
  return { text: text.replace(/\s+/g, ' '), code };
};

/** Somebody changes what lies in the zip. */
function tamper(change: (files: Record<string, string>) => void): void {
  const unpacked = unzipSync(readFileSync(zip));
  const files = Object.fromEntries(Object.entries(unpacked).map(([name, bytes]) => [name, strFromU8(bytes)]));
  change(files);
  const packed = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  writeFileSync(zip, zipSync(Object.fromEntries(packed)));
}

describe('evidence in a zip', () => {
  it('is whole as it was fetched, with its three negative checks, also where nobody is asked any more', async () => {
    const fetched = await fetchEvidence(evidence());
    expect(fetched).toMatchObject({ code: 0 });
    const { text, code } = await verify('--key', keyFingerprint(publicKey));
    expect(code).toBe(0);
    for (const said of ['Whole', '(contoso', '3 of 3 negative checks']) expect(text).toContain(said);
  });

  it.each<[string, (files: Record<string, string>) => void, string]>([
    ['a guest’s end', (files) => (files['guests.json'] = '[{}]'), 'guests.json is missing, or is not what'],
    ['a document taken out', (files) => delete files['audit.json'], 'audit.json is missing, or is not what'],
    ['a document put in', (files) => (files['more.json'] = '{}'), 'more.json was added: it is not signed'],
    [
      'the list of what is in it',
      (files) => (files['manifest.json'] = files['manifest.json']!.replace('contoso', 'fabrika')),
      'the signature does not fit',
    ],
  ])('shows %s after it was signed, and which it was', async (_what, change, finding) => {
    tamper(change);
    const { text, code } = await verify();
    expect(code).toBe(1);
    expect(text).toContain('BROKEN');
    expect(text).toContain(finding);
  });

  it.each([
    ['edited', (entries: AuditEntry[]) => (entries[1]!.action = 'nothing'), 'audit entry 2 was edited'],
    ['taken out', (entries: AuditEntry[]) => entries.splice(1, 1), 'audit entry 3 does not follow on 1'],
  ])(
    'that somebody signed after an audit entry was %s is found inconsistent',
    async (_what, change, finding) => {
      const { files } = evidence();
      const entries = auditChain();
      change(entries);
      const about = { plan: record.id, partner: 'contoso', madeAt: NOON };
      await fetchEvidence(
        signedBundle({ ...files, 'audit.json': JSON.stringify(entries) }, about, privateKey),
      );
      const { text, code } = await verify();
      expect(code).toBe(1);
      expect(text).toContain(finding);
    },
  );

  it('signed by another key than the installation’s is refused where the key is named', async () => {
    const { text, code } = await verify('--key', 'f'.repeat(64));
    expect(code).toBe(1);
    expect(text).toContain('it is signed by another key');
  });

  it('that is whole ends with 1 all the same where a negative check found something', async () => {
    const { code } = await fetchEvidence(evidence(false));
    expect(code).toBe(1);
    expect((await verify()).text).toContain('accounts: 1 account can sign in');
  });

  it('that is no zip is said to be none', async () => {
    writeFileSync(zip, 'no zip');
    await expect(cli.run(['verify', zip])).rejects.toThrow('is no bundle of evidence');
  });
});
