import { createHmac, randomBytes } from 'node:crypto';

/** A fresh secret for one subscription: 32 random bytes (OWASP ASVS 5.0, 11.5.1), 43 characters. */
export const newClientState = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret: its HMAC under the app's own key, so that who reads the table can forge nothing. */
export const clientStateHash = (key: string, clientState: string): string =>
  createHmac('sha256', key).update(clientState, 'utf8').digest('hex');

/** As {@link clientStateHash}, for one delivery: its items mostly carry the same secret, and it is hashed once. */
export function hashedOnce(key: string): (clientState: string) => string {
  const hashes = new Map<string, string>();
  return (clientState) => {
    const hash = hashes.get(clientState) ?? clientStateHash(key, clientState);
    hashes.set(clientState, hash);
    return hash;
  };
}
