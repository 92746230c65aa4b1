import { createHmac, randomBytes } from 'node:crypto';

/** A fresh secret for one subscription: 32 random bytes (OWASP ASVS 5.0, 11.5.1), 43 characters. */
export const newClientState = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret: its HMAC under the app's own key, so that who reads the table can forge nothing. */
export const clientStateHash = (key: string, clientState: string): string =>
  createHmac('sha256', key).update(clientState, 'utf8').digest('hex');
