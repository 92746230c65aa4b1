import { Option, type Command } from 'commander';

/** How a command presents itself. */
interface CommandText {
  /** Name and arguments, for example `show <who>`. */
  name: string;
  description: string;
  /** Without "gatehouse". At least one: people copy them. */
  examples: readonly [string, ...string[]];
}

/** Adds a command with its examples, and `--json`, which every command knows. */
export function addCommand(parent: Command, { name, description, examples }: CommandText): Command {
  const lines = examples.map((example) => `  gatehouse ${example}`);
  return parent
    .command(name)
    .description(description)
    .addOption(new Option('--json', 'print one JSON document').default(false))
    .addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/** One JSON document, for programs. */
export const jsonText = (value: unknown): string => JSON.stringify(value, undefined, 2);
