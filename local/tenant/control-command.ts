import { Command, InvalidArgumentError, Option } from 'commander';
import { type z } from 'zod';
import { controlActions } from './control/control-actions';

const program = new Command('tenant:ctl')
  .description('Drives a running simulated tenant')
  .option('--url <address>', 'where it listens', process.env['TENANT_URL'] ?? 'http://127.0.0.1:7074');

for (const [name, action] of Object.entries(controlActions)) {
  const command = program.command(kebab(name)).description(action.summary);
  for (const [field, schema] of Object.entries(action.input.shape as Record<string, z.ZodType>)) {
    command.addOption(optionOf(field, schema));
  }
  command.action(async (fields: Record<string, unknown>) => run(name, fields));
}

void program.parseAsync();

function optionOf(field: string, schema: z.ZodType): Option {
  const isRequired = !schema.safeParse(undefined).success;
  const option = new Option(`--${kebab(field)} <value>`, schema.description ?? '').argParser(readValue);
  return option.makeOptionMandatory(isRequired);
}

/** Numbers, true, false, lists and objects are what they look like; everything else is text. */
function readValue(text: string): unknown {
  if (!/^(true|false|-?\d+(\.\d+)?|[[{].*)$/s.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new InvalidArgumentError(`not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

async function run(name: string, fields: Record<string, unknown>): Promise<void> {
  const { url } = program.opts<{ url: string }>();
  // The control API needs no TLS, and without it no certificate has to be trusted first.
  const address = `${url.replace(/^https:\/\/localhost/, 'http://127.0.0.1').replace(/\/$/, '')}/_control/${kebab(name)}`;
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    const body = (await response.json()) as { error?: string };
    if (response.ok) console.log(JSON.stringify(body, undefined, 2));
    else fail(body.error ?? `The tenant answered ${response.status}`);
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    fail(
      `No simulated tenant answers at ${url} (${cause}); start one with npm run tenant, or name it with --url`,
    );
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
