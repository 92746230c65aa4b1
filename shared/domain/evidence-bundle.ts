import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, chainHash } from './audit-chain';
import { auditFactSchema, auditHeadSchema } from './audit-entry';
import { sha256 } from './ids';
import { planRecordSchema } from './plan-record';
import { partnerStageSchema } from './partner-stage';

/** What is signed: the names and hashes of everything in the bundle. */
const manifestSchema = z.object({
  v: z.literal(1),
  plan: z.string(),
  partner: z.string(),
  madeAt: z.iso.datetime(),
  files: z.array(z.object({ name: z.string(), sha256: z.string() })),
});

/** A bundle before it is packed: texts by name, and what vouches for them. */
export const evidenceBundleSchema = z.object({
  files: z.record(z.string(), z.string()),
  manifest: z.string(),
  /** Ed25519 over the manifest's text, base64. */
  signature: z.string(),
  /** SPKI, PEM. */
  publicKey: z.string(),
});
export type EvidenceBundle = z.infer<typeof evidenceBundleSchema>;

/** SHA-256 of the public key (DER): what somebody compares who wants to know whose signature it is. Pure. */
export const keyFingerprint = (publicKey: string): string =>
  createHash('sha256')
    .update(createPublicKey(publicKey).export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** Signs the texts. `privateKey`: PKCS 8, PEM. Pure. */
export function signedBundle(
  files: Record<string, string>,
  about: { plan: string; partner: string; madeAt: string },
  privateKey: string,
): EvidenceBundle {
  const listed = Object.entries(files).map(([name, text]) => ({ name, sha256: sha256(text) }));
  const manifest = canonicalJson({ v: 1, ...about, files: listed });
  const key = createPrivateKey(privateKey);
  return {
    files,
    manifest,
    signature: sign(null, Buffer.from(manifest), key).toString('base64'),
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
  };
}

const auditExcerptSchema = z.array(
  auditFactSchema.extend({ seq: z.int(), previousHash: z.string(), hash: z.string() }),
);

/** What a verification offline found. */
export interface BundleVerdict {
  about: { plan: string; partner: string; madeAt: string } | null;
  fingerprint: string;
  /** What is wrong, a sentence each; empty = the bundle is as it was signed, and consistent in itself. */
  findings: string[];
  /** Times of the negative checks in it, and what they found not good. */
  confirmations: { at: string; bad: string[] }[];
}

/** Checks signature, hashes, plan, approval, the audit chain and the negative checks. Asks nobody. Pure. */
export function verifyBundle(bundle: EvidenceBundle): BundleVerdict {
  const fingerprint = keyFingerprint(bundle.publicKey);
  const isSigned = verify(
    null,
    Buffer.from(bundle.manifest),
    createPublicKey(bundle.publicKey),
    Buffer.from(bundle.signature, 'base64'),
  );
  if (!isSigned)
    return { about: null, fingerprint, findings: ['the signature does not fit'], confirmations: [] };
  const { files, plan, partner, madeAt } = manifestSchema.parse(JSON.parse(bundle.manifest));
  const about = { plan, partner, madeAt };
  const broken = fileFindings(bundle.files, files);
  if (broken.length > 0) return { about, fingerprint, findings: broken, confirmations: [] };
  const findings = [...planFindings(bundle.files), ...auditFindings(bundle.files)];
  return { about, fingerprint, findings, confirmations: confirmationsOf(bundle.files) };
}

function fileFindings(
  files: Readonly<Record<string, string>>,
  listed: readonly { name: string; sha256: string }[],
): string[] {
  const names = new Set(listed.map(({ name }) => name));
  const added = Object.keys(files).filter((name) => !names.has(name));
  const wrong = listed.filter(({ name, sha256: hash }) => sha256(files[name] ?? '') !== hash);
  return [
    ...wrong.map(({ name }) => `${name} is missing, or is not what was signed`),
    ...added.map((name) => `${name} was added: it is not signed`),
  ];
}

function planFindings(files: Readonly<Record<string, string>>): string[] {
  const record = planRecordSchema.parse(JSON.parse(files['record.json'] ?? 'null'));
  const { approval, createdBy, hash, needsApproval } = record;
  const isApproved = !needsApproval || (approval !== null && approval.by !== createdBy);
  return [
    ...(sha256(files['plan.json'] ?? '') === hash ? [] : ['plan.json is not the plan that was approved']),
    ...(isApproved ? [] : ['no second person approved the plan']),
  ];
}

/** The excerpt is a piece of the chain without a gap, the newest first. */
function auditFindings(files: Readonly<Record<string, string>>): string[] {
  const entries = auditExcerptSchema.parse(JSON.parse(files['audit.json'] ?? '[]'));
  const heads = z.array(auditHeadSchema).parse(JSON.parse(files['audit-heads.json'] ?? '[]'));
  const findings: string[] = [];
  for (const [place, { hash, previousHash, ...body }] of entries.entries()) {
    if (chainHash(previousHash, body) !== hash) findings.push(`audit entry ${body.seq} was edited`);
    const below = entries[place + 1];
    if (below !== undefined && below.hash !== previousHash)
      findings.push(`audit entry ${body.seq} does not follow on ${below.seq}`);
  }
  const bySeq = new Map(entries.map(({ seq, hash }) => [seq, hash]));
  for (const { seq, hash } of heads)
    if (bySeq.has(seq) && bySeq.get(seq) !== hash)
      findings.push(`audit entry ${seq} is not the one whose head was kept elsewhere`);
  return findings;
}

function confirmationsOf(files: Readonly<Record<string, string>>): BundleVerdict['confirmations'] {
  const { confirmations } = partnerStageSchema.parse(JSON.parse(files['stage.json'] ?? 'null'));
  return confirmations.map(({ at, checks }) => ({
    at,
    bad: checks
      .filter(({ isGood }) => isGood === false)
      .map(({ check, observed }) => `${check}: ${observed}`),
  }));
}
