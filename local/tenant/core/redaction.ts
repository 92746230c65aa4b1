const REMOVED = '(removed)';

const SECRET_HEADERS = new Set([
  'authorization',
  'x-identity-header',
  'cookie',
  'set-cookie',
  'x-ms-authorization-auxiliary',
]);
const SECRET_FIELDS = new Set([
  'access_token',
  'id_token',
  'refresh_token',
  'client_secret',
  'client_assertion',
  'password',
  'device_code',
  'code',
  'assertion',
  'inviteRedeemUrl',
  'clientState',
  'protectedParameters',
]);
// A signature in a link is a key to what the link points to.
const SIGNATURE = /([?&](?:sig|code|token)=)[^&"\s]+/gi;

/** Headers without tokens and keys. */
export function withoutSecretHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      SECRET_HEADERS.has(name.toLowerCase()) ? REMOVED : value,
    ]),
  );
}

/** The value without tokens, secrets, invitation links and signatures, at any depth. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(SIGNATURE, `$1${REMOVED}`);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, fieldWithoutSecrets(name, field)]),
  );
}

function fieldWithoutSecrets(name: string, field: unknown): unknown {
  // An error's `code` is a word, a sign-in's `code` a secret: only the latter stands in a form.
  const isSecret =
    SECRET_FIELDS.has(name) && (name !== 'code' || (typeof field === 'string' && field.length > 200));
  return isSecret && field !== null && field !== undefined ? REMOVED : withoutSecrets(field);
}
