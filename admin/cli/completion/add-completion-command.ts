import { Argument, type Command } from 'commander';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { completionScript, SHELLS, type Shell } from './completion-script';
import { completionWords } from './completion-words';

const EXAMPLES = `
Examples:
  source <(gatehouse completion bash)                        this shell
  gatehouse completion bash > ~/.local/share/bash-completion/completions/gatehouse
  gatehouse completion zsh > "\${fpath[1]}/_gatehouse"
  gatehouse completion pwsh | Out-String | Invoke-Expression`;

/** `gatehouse completion bash|zsh|pwsh`. */
export function addCompletionCommand(program: Command, context: CliContext): void {
  program
    .command('completion')
    .description('Prints the script that lets a shell complete commands, options and their values.')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', EXAMPLES)
    .action((shell: Shell) => {
      context.print(completionScript(shell, completionWords(program)));
      context.exitWith(EXIT.well);
    });
}
