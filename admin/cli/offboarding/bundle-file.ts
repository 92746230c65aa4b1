import { readFileSync, writeFileSync } from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { evidenceBundleSchema, type EvidenceBundle } from '../../../shared/domain/evidence-bundle';

const VOUCHING = {
  manifest: 'manifest.json',
  signature: 'signature.txt',
  publicKey: 'public-key.pem',
} as const;

/** Writes the bundle as a zip: the documents, and beside them what vouches for them. */
export function writeBundle(path: string, { files, manifest, signature, publicKey }: EvidenceBundle): void {
  const all = {
    ...files,
    [VOUCHING.manifest]: manifest,
    [VOUCHING.signature]: signature,
    [VOUCHING.publicKey]: publicKey,
  };
  const packed = Object.entries(all).map(([name, text]) => [name, strToU8(text)] as const);
  writeFileSync(path, zipSync(Object.fromEntries(packed)));
}

/** The bundle in the zip. Throws where it is no zip, or what vouches for it is missing. */
export function readBundle(path: string): EvidenceBundle {
  const unpacked = Object.entries(unzipSync(readFileSync(path))).map(
    ([name, bytes]) => [name, strFromU8(bytes)] as const,
  );
  const all = new Map(unpacked);
  const take = (name: string) => {
    const text = all.get(name);
    all.delete(name);
    return text;
  };
  const vouching = {
    manifest: take(VOUCHING.manifest),
    signature: take(VOUCHING.signature),
    publicKey: take(VOUCHING.publicKey),
  };
  return evidenceBundleSchema.parse({ ...vouching, files: Object.fromEntries(all) });
}
