import { type ProgrammingModel } from '../core/core-types';

const KEY = Symbol.for('gatehouse.local-host.capabilities');

/** What a worker of this kind announces (facts 1.5): the library only adds to it. */
const KNOWN = {
  RawHttpBodyBytes: 'true',
  RpcHttpBodyOnly: 'true',
  UseNullableValueDictionaryForHttp: 'true',
};

/**
 * Asks a library copy for its capabilities, once for its life: asking locks `app.setup` and, with
 * `enableHttpStream`, starts the library's own proxy, whose address comes back as `HttpUri`.
 */
export function capabilitiesOf(model: ProgrammingModel): Promise<Record<string, string>> {
  const holder = model as unknown as Record<symbol, Promise<Record<string, string>> | undefined>;
  return (holder[KEY] ??= Promise.resolve(model.getCapabilities({ ...KNOWN })));
}
