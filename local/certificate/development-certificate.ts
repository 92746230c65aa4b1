import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generate } from 'selfsigned';

const DAY_MS = 24 * 3_600_000;
const RENEW_BEFORE_MS = 7 * DAY_MS;
const LIFE_MS = 365 * DAY_MS;

export interface DevelopmentCertificate {
  /** Absolute path of a PEM file; give it to clients as NODE_EXTRA_CA_CERTS. */
  certificatePath: string;
  /** Absolute path of the private key's PEM file, readable by its owner only. */
  keyPath: string;
}

/**
 * Makes sure a certificate for the loopback names lies in `folder`, and says where. Microsoft's Graph and
 * ARM clients send tokens over TLS only, so the simulated tenant needs one; it never leaves this machine.
 * Safe to repeat: a certificate with more than a week to live is kept.
 */
export async function ensureDevelopmentCertificate(folder: string): Promise<DevelopmentCertificate> {
  const certificatePath = resolve(join(folder, 'development-certificate.pem'));
  const keyPath = resolve(join(folder, 'development-key.pem'));
  if (existsSync(certificatePath) && existsSync(keyPath)) {
    const current = new X509Certificate(readFileSync(certificatePath));
    if (Date.parse(current.validTo) > Date.now() + RENEW_BEFORE_MS) return { certificatePath, keyPath };
  }
  const made = await generate([{ name: 'commonName', value: 'Gatehouse development' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    notAfterDate: new Date(Date.now() + LIFE_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(keyPath, made.private, { mode: 0o600 });
  writeFileSync(certificatePath, made.cert);
  return { certificatePath, keyPath };
}
