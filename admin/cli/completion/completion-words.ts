import type { Command } from 'commander';

/** What may follow on a command line: by the commands typed so far (`guest list`), and by an option that takes a value. */
export interface CompletionWords {
  /** `''` is the program itself. */
  byPath: ReadonlyMap<string, readonly string[]>;
  /** Values of options with a fixed choice, by `<path> <option>`. */
  byOption: ReadonlyMap<string, readonly string[]>;
}

/** Reads the words off the program itself, so that nothing is said twice. Pure. */
export function completionWords(program: Command): CompletionWords {
  const byPath = new Map<string, string[]>();
  const byOption = new Map<string, string[]>();
  const visit = (command: Command, path: string): void => {
    const options = [...command.options, ...program.options].filter(({ hidden }) => !hidden);
    const names = options.flatMap(({ long }) => long ?? []);
    byPath.set(path, [...new Set([...command.commands.map((one) => one.name()), ...names, '--help'])]);
    for (const { long, argChoices } of options)
      if (long && argChoices) byOption.set(`${path} ${long}`.trim(), argChoices);
    for (const argument of command.registeredArguments)
      byPath.set(path, [...(argument.argChoices ?? []), ...(byPath.get(path) ?? [])]);
    for (const one of command.commands) visit(one, `${path} ${one.name()}`.trim());
  };
  visit(program, '');
  return { byPath, byOption };
}
