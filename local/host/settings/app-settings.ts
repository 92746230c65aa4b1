/** Reads one app setting; `undefined` when it is not set. */
export type AppSettings = (name: string) => string | undefined;

/** The app settings of this process: its environment, read when asked. */
export const environmentSettings: AppSettings = (name) => process.env[name];

/**
 * Replaces every `%NAME%` in a binding's text by the app setting of that name, as the host does.
 *
 * @throws Error that names the missing setting and where it was used.
 */
export function resolvePercents(text: string, settings: AppSettings, usedFor: string): string {
  return text.replace(/%([^%\s]+)%/g, (_whole, name: string) => {
    const value = settings(name);
    if (value === undefined) {
      throw new Error(
        `'%${name}%' in ${usedFor} does not resolve to a value: set the app setting "${name}".`,
      );
    }
    return value;
  });
}
