import type { ApiReply } from '../core/api-call';
import type { TenantContext } from '../core/tenant-context';

/** A refusal in the words of the token endpoint. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly status: number;
  readonly error: string;
  readonly aadsts: number;

  constructor(status: number, error: string, aadsts: number, message: string) {
    super(message);
    this.status = status;
    this.error = error;
    this.aadsts = aadsts;
  }
}

/** The documented OAuth error body with its AADSTS number. */
export function signInErrorReply(tenant: TenantContext, failure: SignInError): ApiReply {
  const traceId = tenant.ids.next('trace');
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    status: failure.status,
    body: {
      error: failure.error,
      error_description: `AADSTS${failure.aadsts}: ${failure.message} Trace ID: ${traceId} Timestamp: ${timestamp}`,
      error_codes: [failure.aadsts],
      timestamp,
      trace_id: traceId,
      correlation_id: traceId,
    },
  };
}
