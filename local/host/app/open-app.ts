import { installFunctionsCore } from '../core/install-functions-core';
import { environmentSettings } from '../settings/app-settings';
import { type HostFileOptions, readHostOptions } from '../settings/host-options';
import { readLocalSettings } from '../settings/local-settings';
import { setProcessEnvironment } from '../settings/process-environment';
import { AppHooks } from './app-hooks';
import { capabilitiesOf } from './capabilities';
import { findEntryFiles } from './entry-files';
import { type HostLog } from './host-log';
import { loadApp } from './load-app';
import { bindingRefusal, refuseUnsupported } from './refuse-unsupported';
import { type Registration } from './registrations';

/** A loaded app and the settings it runs with. */
export interface OpenApp {
  functions: Registration[];
  hooks: AppHooks;
  options: HostFileOptions;
  /** Where the library takes HTTP bodies when the app asked for streams. */
  streamUrl: string | undefined;
  /** Puts the process's environment back as it was. */
  close: () => void;
}

/** What to open. */
export interface AppSource {
  /** The app's folder, one of its built files, or a function that registers functions. */
  entry: string | (() => unknown);
  /** Settings for this run; they win over local.settings.json, and over the process's environment. */
  env: Record<string, string>;
  log: HostLog;
}

/**
 * Reads an app's settings into the environment and loads its code.
 *
 * @throws Error that says what is missing or wrong; the environment is then as before.
 */
export async function openApp({ entry, env, log }: AppSource): Promise<OpenApp> {
  installFunctionsCore();
  const found = typeof entry === 'string' ? findEntryFiles(entry) : undefined;
  const restore = setProcessEnvironment({ ...unset(found ? readLocalSettings(found.folder) : {}), ...env });
  try {
    const warn = (text: string): void => log({ level: 'warning', source: 'host', text });
    const options = readHostOptions(found?.folder, environmentSettings, warn);
    const loaded = await loadApp(typeof entry === 'function' ? entry : (found?.files ?? []), log);
    const functions = loaded.flatMap((registrations) => registrations.functions).filter(isEnabled(log));
    refuseUnsupported(functions.map(({ metadata }) => metadata));
    warnOfBindings(functions, log);
    return {
      functions,
      hooks: new AppHooks(loaded),
      options,
      streamUrl: await streamUrlOf(functions),
      close: restore,
    };
  } catch (error) {
    restore();
    throw error;
  }
}

/** What is already in the environment wins over local.settings.json. */
function unset(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => process.env[name] === undefined));
}

/** The setting `AzureWebJobs.NAME.Disabled` switches a function off, as in Azure. */
function isEnabled(log: HostLog): (registration: Registration) => boolean {
  return ({ metadata: { name } }) => {
    const setting =
      process.env[`AzureWebJobs.${name}.Disabled`] ?? process.env[`AzureWebJobs_${name}_Disabled`];
    const isDisabled = /^(?:true|1)$/i.test(setting ?? '');
    if (isDisabled)
      log({
        level: 'warning',
        source: 'host',
        functionName: name,
        text: `Function ${name} is disabled by a setting.`,
      });
    return !isDisabled;
  };
}

function warnOfBindings(functions: readonly Registration[], log: HostLog): void {
  for (const { metadata } of functions) {
    const refusal = bindingRefusal(metadata);
    if (refusal === undefined) continue;
    const text = `${refusal} Until then every call of it fails.`;
    log({ level: 'warning', source: 'host', functionName: metadata.name, text });
  }
}

async function streamUrlOf(functions: readonly Registration[]): Promise<string | undefined> {
  let url: string | undefined;
  for (const model of new Set(functions.map((registration) => registration.model))) {
    url ??= (await capabilitiesOf(model))['HttpUri'];
  }
  return url;
}
