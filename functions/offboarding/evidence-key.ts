import { generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';
import { keyFingerprint } from '../../shared/domain/evidence-bundle';
import type { Audit } from '../../shared/state/audit';
import type { Cursors } from '../../shared/state/cursors';
import type { Documents } from '../../shared/state/documents';

interface Deps {
  cursors: Cursors;
  documents: Documents;
  audit: Audit;
  now: () => Date;
}

const CURSOR = 'evidence-key';
const named = z.object({ document: z.string() });

/**
 * The installation's key for evidence (PKCS 8, PEM), made at its first use. Its fingerprint is audited then: the audit
 * chain, whose heads lie where nobody rewrites them, says since when and which key is this installation's. The key lies
 * among the documents: who may read these can sign, so the signature proves no more than the storage's access control.
 * Safe to repeat.
 */
export async function evidenceKey({ cursors, documents, audit, now }: Deps): Promise<string> {
  const stored = await cursors.read(CURSOR);
  if (stored !== undefined) {
    const key = await documents.read(named.parse(stored.value.detail).document);
    if (key === undefined) throw new Error('The key for evidence is gone from the documents: restore it');
    return key;
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const document = await documents.put(privateKey);
  const at = now().toISOString();
  const saved = await cursors.save({ name: CURSOR, savedAt: at, detail: { document } }, undefined);
  if (saved === 'conflict') return evidenceKey({ cursors, documents, audit, now });
  const fingerprint = keyFingerprint(publicKey);
  await audit.append({
    opId: `evidence-key-${fingerprint}`,
    at,
    actor: { kind: 'service', id: 'runtime' },
    action: 'make-evidence-key',
    target: `key/${fingerprint}`,
    plan: null,
    reason: null,
    ticket: null,
    result: 'done',
    detail: { fingerprint },
  });
  return privateKey;
}
