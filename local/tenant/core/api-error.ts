/** A refusal of the tenant: becomes the error body that Graph or Azure Resource Manager documents. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** 404 of the directory: the object is not there, or has not been replicated yet. */
export function resourceNotFound(id: string): ApiError {
  return new ApiError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** 400 of the directory for a request it understands but does not accept. */
export function badRequest(message: string, code = 'Request_BadRequest'): ApiError {
  return new ApiError(400, code, message);
}

/** 501: the tenant does not simulate this. Never replaced by a made-up success. */
export function notSimulated(method: string, path: string, detail = ''): ApiError {
  const why = detail === '' ? '' : ` (${detail})`;
  return new ApiError(
    501,
    'notSimulated',
    `The simulated tenant does not implement ${method} ${path}${why}. See docs/simulated-tenant.md for what it does.`,
  );
}
