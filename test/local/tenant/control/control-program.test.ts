import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { controlActions } from '../../../../local/tenant/control/control-actions';
import { controlProgram } from '../../../../local/tenant/control/control-program';

const silent = { say: () => undefined, complain: () => undefined };
const narrow = { getOutHelpWidth: () => 80 };
const help = (command: Command): string => command.configureOutput(narrow).helpInformation();
const commandOf = (name: string): Command => {
  const found = controlProgram(silent).commands.find((command) => command.name() === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
};

describe('tenant:ctl', () => {
  it('explains itself and every command in 80 columns', () => {
    const program = controlProgram(silent);
    const wide = [program, ...program.commands].flatMap((command) =>
      help(command)
        .split('\n')
        .filter((line) => line.length > 80),
    );
    expect(wide).toEqual([]);
    expect(program.commands).toHaveLength(Object.keys(controlActions).length);
  });

  it('says which options are required and which words they take', () => {
    const text = help(commandOf('accept')).replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/--user <value> [^-]*; required/);
    expect(text).toContain('ExternalAzureAD, MicrosoftAccount');
  });

  it.each([
    ['put-administrative-unit', '--members', 'a,b', ['a', 'b']],
    ['set-machine', '--planned-exits', '1618,3010', [1618, 3010]],
    ['set-machine', '--planned-exits', '[0]', [0]],
    ['set-session-host', '--failed-checks', '[{"name":"x"}]', [{ name: 'x' }]],
    ['set-session-host', '--name', 'a,b', 'a,b'],
    ['set-machine', '--client-version', 'null', 'null'],
  ])('reads %s %s %s', (name, flag, given, expected) => {
    const { parseArg: read = String } = commandOf(name).options.find(({ long }) => long === flag) ?? {};
    expect(read(given, undefined)).toEqual(expected);
  });
});
