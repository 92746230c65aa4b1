import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { ApiError } from '../../../admin/api-error';
import { completionScript } from '../../../admin/cli/completion/completion-script';
import { completionWords } from '../../../admin/cli/completion/completion-words';
import { fitTable } from '../../../admin/cli/fit-table';
import { gatehouseProgram } from '../../../admin/cli/gatehouse-program';
import { progressLine } from '../../../admin/cli/progress-line';
import { cliUnderTest, widest, type CliUnderTest } from './cli-under-test';

const program = gatehouseProgram({}, { print: () => undefined, exitWith: () => undefined });
const leaves = (command: Command, path = ''): { path: string; command: Command; parent: Command }[] =>
  command.commands.flatMap((one) => {
    const name = `${path} ${one.name()}`.trim();
    return one.commands.length > 0 ? leaves(one, name) : [{ path: name, command: one, parent: command }];
  });

/** What `--help` prints, the examples after it included. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 80 });
  command.outputHelp();
  return text;
}

describe('every command', () => {
  const all = leaves(program).filter(({ path }) => path !== 'help');

  it.each(all)('$path says what it does, gives examples and knows --json', ({ path, command, parent }) => {
    expect(command.description()).toMatch(/\.$/);
    expect(helpOf(command) + helpOf(parent)).toMatch(
      new RegExp(`Examples:[^]*gatehouse ${path.split(' ')[0] ?? ''}`),
    );
    if (path !== 'completion') expect(command.options.map(({ long }) => long)).toContain('--json');
  });

  it('and the program tell the exit codes and the environment, within 80 columns', () => {
    const help = helpOf(program);
    expect(help).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 /);
    expect(help).toContain('GATEHOUSE_URL');
    expect(widest(help)).toBeLessThanOrEqual(80);
  });
});

describe('the API client', () => {
  let cli: CliUnderTest;
  beforeAll(async () => {
    cli = await cliUnderTest();
  });
  beforeEach(() => {
    cli.asked.length = 0;
    cli.answers.clear();
  });
  afterAll(() => cli.stop());
  const failure = (args: string[]) =>
    cli.run(args).then(
      () => undefined,
      (error: unknown) => error,
    );

  it('asks again where it is told to wait, and gives up after three times', async () => {
    const later = { status: 503, headers: { 'retry-after': '7' }, body: { detail: 'busy' } };
    const waited: number[] = [];
    const wait = (seconds: number) => Promise.resolve(waited.push(seconds));
    cli.answers.set('GET partners', [later, later, { body: { partners: [] } }]);
    expect((await cli.run(['partner', 'list'], { wait })).code).toBe(0);
    cli.answers.set('GET partners', later);
    expect(await failure(['partner', 'list'])).toMatchObject({ kind: 'unreachable', status: 503 });
    expect(cli.asked).toHaveLength(6);
    expect(waited).toEqual([7, 7]);
  });

  it('repeats a POST under the same idempotency key, and takes a new one for another', async () => {
    cli.answers.set('POST guests/find', [{ status: 503, body: {} }, { body: { ids: [] } }]);
    await failure(['guest', 'show', 'ada@contoso.com']);
    await failure(['guest', 'show', 'ada@contoso.com']);
    const keys = cli.asked.map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('tells a refusal from silence', async () => {
    expect(await failure(['partner', 'show', 'x'])).toMatchObject({ kind: 'refused', status: 404 });
    cli.answers.set('GET partners', { status: 500, body: { detail: 'a defect' } });
    expect(await failure(['partner', 'list'])).toMatchObject({ kind: 'unreachable' });
    const nobody = await cli.run(['--url', 'http://127.0.0.1:1', 'health']).catch((error: unknown) => error);
    expect(nobody).toBeInstanceOf(ApiError);
    expect(nobody).toMatchObject({ kind: 'unreachable' });
  });

  it('names no query in what it says', async () => {
    const error = await failure(['guest', 'list', '--partner', 'contoso']);
    expect(String(error)).toContain('/api/guests was answered 404');
    expect((error as Error).message.split('was answered')[0]).not.toContain('contoso');
  });
});

describe('a table', () => {
  const rows = [['a0000000-0000-4000-8000-000000000001', 'held', 'word '.repeat(20).trim()]];
  it.each([40, 60, 80, 200])('fits %i columns and loses no word', (width) => {
    const table = fitTable(['guest', 'state', 'why'], rows, width);
    expect(widest(table)).toBeLessThanOrEqual(width);
    expect(table.match(/word/g)).toHaveLength(20);
  });
});

describe('a progress line', () => {
  const said = (isWatched: boolean, columns = 20) => {
    const notes: string[] = [];
    const terminal = {
      print: () => undefined,
      exitWith: () => undefined,
      note: (text: string) => void notes.push(text),
      isWatched,
    };
    const line = progressLine(terminal, columns);
    for (const text of ['one', 'one', 'a text that is longer than the line']) line.show(text);
    line.clear();
    return notes;
  };

  it('moves where somebody looks, and stays on its line', () => {
    expect(said(true)).toEqual(['\r\u001b[Kone', '\r\u001b[Ka text that is long', '\r\u001b[K']);
  });

  it('is plain lines in a pipe, each said once', () => {
    expect(said(false)).toEqual(['one\n', 'a text that is longer than the line\n']);
  });
});

describe('shell completion', () => {
  const script = completionScript('bash', completionWords(program));
  const completed = (line: string): string[] => {
    const words = line.split(' ');
    const typed = words.map((word) => `'${word}'`).join(' ');
    const run = `${script}\nCOMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _gatehouse; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return spawnSync('bash', ['-c', run], { encoding: 'utf8' }).stdout.trim().split('\n');
  };

  it.each([
    ['gatehouse gu', ['guest']],
    ['gatehouse guest l', ['list']],
    ['gatehouse --url http://x guest list --st', ['--state']],
    ['gatehouse guest list --state he', ['held']],
    ['gatehouse completion ', ['bash', 'zsh', 'pwsh']],
  ])('knows in bash what follows %j', (line, expected) => {
    expect(completed(line)).toEqual(expect.arrayContaining(expected));
  });

  it('offers a command only where it belongs', () => {
    expect(completed('gatehouse events ')).toEqual(expect.not.arrayContaining(['list', 'guest']));
  });

  it.each(['zsh', 'pwsh'] as const)('names the same words for %s', (shell) => {
    const text = completionScript(shell, completionWords(program));
    for (const word of ['guest list', '--state', 'held', 'partner show']) expect(text).toContain(word);
  });
});
