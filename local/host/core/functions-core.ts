import { createFunctionsCore } from './create-functions-core';

/**
 * The substitute for `@azure/functions-core`, as a module of that name would export it. A test framework maps the
 * name to this file; under plain Node `installFunctionsCore` answers for the name.
 */
export const {
  version,
  hostVersion,
  Disposable,
  setProgrammingModel,
  getProgrammingModel,
  registerFunction,
  registerHook,
  log,
} = createFunctionsCore();
