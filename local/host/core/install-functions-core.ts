import Module from 'node:module';
import { createFunctionsCore, type FunctionsCore } from './create-functions-core';

type Load = (request: string, parent: { filename?: string } | undefined, isMain: boolean) => unknown;

const INSTALLED = Symbol.for('gatehouse.local-host.core-installed');
const NAME = '@azure/functions-core';

/**
 * Makes `require('@azure/functions-core')` answer with this host's substitute, one per library copy that asks.
 * It must run before the first `app.*` call: the library looks once, and a failed look puts it into silent test
 * mode for the life of the process (`tryGetCoreApiLazy`, @azure/functions 4.16.5). Safe to repeat.
 */
export function installFunctionsCore(): void {
  const loader = Module as unknown as { _load?: Load; [INSTALLED]?: boolean };
  const original = loader._load;
  if (!original || loader[INSTALLED]) return;
  const cores = new Map<string, FunctionsCore>();
  loader[INSTALLED] = true;
  loader._load = (request, parent, isMain) => {
    if (request !== NAME) return original.call(Module, request, parent, isMain);
    const asker = parent?.filename ?? '';
    const core = cores.get(asker) ?? createFunctionsCore();
    cores.set(asker, core);
    return core;
  };
}
