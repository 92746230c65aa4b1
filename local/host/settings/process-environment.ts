/**
 * Sets variables of this process's environment, because that is where an app reads its settings, and returns the
 * function that puts back what was there before. Calling that twice is harmless.
 */
export function setProcessEnvironment(values: Record<string, string>): () => void {
  const before = new Map<string, string | undefined>();
  for (const [name, value] of Object.entries(values)) {
    before.set(name, process.env[name]);
    process.env[name] = value;
  }
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    before.clear();
  };
}
