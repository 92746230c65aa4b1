import { Registrations } from '../app/registrations';

/** The one place that knows which app is being loaded; shared by every copy of this module in the process. */
interface Loading {
  /** Set while the loader loads an entry. */
  current: Registrations | undefined;
  /** What registered itself before any host loaded anything, for example through an import at a test's top. */
  early: Registrations;
  /** After the first load, a registration outside of a load is too late. */
  hasLoaded: boolean;
  byFile: Map<string, Registrations>;
  byFunction: WeakMap<object, Registrations>;
  /** Loads run one after another: a registration must find its own app. */
  queue: Promise<unknown>;
}

const KEY = Symbol.for('gatehouse.local-host.loading');

/**
 * The process-wide loading state. It lives on the global object because a test framework may load this module,
 * or the library, more than once, and all copies must agree.
 */
export function loading(): Loading {
  const holder = globalThis as unknown as Record<symbol, Loading | undefined>;
  return (holder[KEY] ??= {
    current: undefined,
    early: new Registrations(),
    hasLoaded: false,
    byFile: new Map(),
    byFunction: new WeakMap(),
    queue: Promise.resolve(),
  });
}
