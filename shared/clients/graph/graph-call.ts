/** One request to Microsoft Graph, told so that it can be spoken of without naming a person. */
export interface GraphCall {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `v1.0` unless told. */
  version?: 'v1.0' | 'beta';
  /** Path with names in braces, for example `/groups/{group}`. */
  pathTemplate: string;
  /** The values of those names; they appear in messages, so ids and domains only. */
  ids?: Readonly<Record<string, string>>;
  /** Query, values not encoded; never appears in messages. */
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Ends the call; {@link CALL_TIME_LIMIT_MS} unless told. */
  signal?: AbortSignal;
}

const versionOf = (call: GraphCall): string => call.version ?? 'v1.0';

/** Path without version, ids filled in and encoded. */
export function pathOf(call: GraphCall): string {
  return call.pathTemplate.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const id = call.ids?.[name];
    if (id === undefined) throw new Error(`The path ${call.pathTemplate} has no value for {${name}}`);
    return encodeURIComponent(id);
  });
}

/** Path and query as {@link pathOf}; everything encoded, `#` of a guest's user principal name above all. */
export function pathAndQueryOf(call: GraphCall): string {
  const query = Object.entries(call.query ?? {}).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return query.length === 0 ? pathOf(call) : `${pathOf(call)}?${query.join('&')}`;
}

/** What messages say of the call: `GET /v1.0/groups/<id>`, without query. */
export const askedBy = (call: GraphCall): string => `${call.method} /${versionOf(call)}${pathOf(call)}`;

/** What is counted: `/v1.0/groups/{group}`. */
export const countedAs = (call: GraphCall): string => `/${versionOf(call)}${call.pathTemplate}`;

/** `value` as an OData string literal. */
export const odataText = (value: string): string => `'${value.replaceAll("'", "''")}'`;
