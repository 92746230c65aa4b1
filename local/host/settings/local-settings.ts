import { join } from 'node:path';
import { z } from 'zod';
import { parseJsonFile } from './parse-json-file';

const schema = z.object({
  IsEncrypted: z.boolean().optional(),
  Values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  ConnectionStrings: z
    .record(z.string(), z.union([z.string(), z.object({ ConnectionString: z.string() })]))
    .optional(),
});

/**
 * The settings of an app's local.settings.json as environment variables: `Values` under their own names,
 * `ConnectionStrings` under `ConnectionStrings:NAME`. Empty when there is no such file. Never printed.
 *
 * @throws Error that names the file when it is encrypted or of another shape.
 */
export function readLocalSettings(appFolder: string): Record<string, string> {
  const path = join(appFolder, 'local.settings.json');
  const content = parseJsonFile(path);
  if (content === undefined) return {};
  const parsed = schema.safeParse(content);
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.') || 'the file itself').join(', ');
    throw new Error(
      `${path} has values of an unexpected kind at ${places}. "Values" must map names to plain values.`,
    );
  }
  const { IsEncrypted: isEncrypted, Values: values = {}, ConnectionStrings: connections = {} } = parsed.data;
  if (isEncrypted === true) {
    throw new Error(
      `${path} is encrypted. Run "func settings decrypt" in its folder; this host reads plain files only.`,
    );
  }
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) settings[name] = String(value);
  for (const [name, value] of Object.entries(connections)) {
    settings[`ConnectionStrings:${name}`] = typeof value === 'string' ? value : value.ConnectionString;
  }
  return settings;
}
