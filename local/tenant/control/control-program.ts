import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import type { ControlAction } from './control-action';
import { actionGroups } from './control-actions';

type AnyAction = Pick<ControlAction, 'summary' | 'input'>;

/** Where answers and refusals go. */
export interface Voice {
  say(text: string): void;
  /** The command did not do what it was asked. */
  complain(text: string): void;
}

/** The command line of the control API: every action is a command, every input of it an option. */
export function controlProgram(voice: Voice): Command {
  const program = new Command('tenant:ctl')
    .description('Drives a running simulated tenant. Each command says its options with --help.')
    .option('--url <address>', 'where it listens', process.env['TENANT_URL'] ?? 'http://127.0.0.1:7074')
    // The usual "name [options]" leaves too little of 80 columns for the summary to be wrapped.
    .configureHelp({ subcommandTerm: (command) => command.name() });

  for (const [title, actions] of Object.entries(actionGroups)) {
    for (const [name, action] of Object.entries<AnyAction>(actions)) {
      const command = program.command(kebab(name)).description(action.summary).helpGroup(`${title}:`);
      for (const [field, schema] of Object.entries<z.ZodType>(action.input.shape)) {
        command.addOption(optionOf(field, schema));
      }
      command.action(async (fields: Record<string, unknown>) => run(voice, addressOf(program, name), fields));
    }
  }

  return program;
}

function optionOf(field: string, schema: z.ZodType): Option {
  const isRequired = !schema.safeParse(undefined).success;
  const about = [schema.description, choicesOf(schema), isRequired ? 'required' : undefined];
  const text = about.filter((part) => part !== undefined).join('; ');
  const isList = schema.safeParse([]).success && !schema.safeParse('').success;
  return new Option(`--${kebab(field)} <${isList ? 'a,b' : 'value'}>`, text)
    .argParser((given) => (isList ? readList(given, schema) : readValue(given)))
    .makeOptionMandatory(isRequired);
}

/** `a,b` or a JSON list. */
function readList(given: string, schema: z.ZodType): unknown {
  if (given.startsWith('[')) return readValue(given);
  const parts = given.split(',');
  return schema.safeParse(parts).success ? parts : parts.map((part) => readValue(part));
}

/** The words an option takes, when there are only some. */
function choicesOf(schema: z.ZodType): string | undefined {
  const { anyOf, ...own } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  const words = [own, ...(anyOf ?? [])].flatMap((one) => one.enum ?? []);
  return words.length === 0 ? undefined : words.join(', ');
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

function addressOf(program: Command, action: string): string {
  const { url } = program.opts<{ url: string }>();
  // The control API needs no TLS, and without it no certificate has to be trusted first.
  const origin = url.replace(/^https:\/\/localhost/, 'http://127.0.0.1').replace(/\/$/, '');
  return `${origin}/_control/${kebab(action)}`;
}

async function run(voice: Voice, address: string, fields: Record<string, unknown>): Promise<void> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    const body = (await response.json()) as { error?: string };
    if (response.ok) voice.say(JSON.stringify(body, undefined, 2));
    else voice.complain(body.error ?? `The tenant answered ${response.status}`);
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    voice.complain(
      `No simulated tenant answers at ${new URL(address).origin} (${cause}); start one with npm run tenant, or name it with --url`,
    );
  }
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
