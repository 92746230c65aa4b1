import type { CompletionWords } from './completion-words';

export const SHELLS = ['bash', 'zsh', 'pwsh'] as const;
export type Shell = (typeof SHELLS)[number];

/** The script that teaches a shell the command's words. It starts no program while somebody types. Pure. */
export function completionScript(shell: Shell, words: CompletionWords): string {
  return { bash, zsh, pwsh }[shell](words);
}

const cases = (entries: ReadonlyMap<string, readonly string[]>, act: (all: string) => string): string =>
  [...entries].map(([key, all]) => `    "${key}") ${act(all.join(' '))} ;;`).join('\n');
const paths = ({ byPath }: CompletionWords): string =>
  [...byPath.keys()]
    .filter((path) => path !== '')
    .map((path) => `"${path}"`)
    .join('|');

/** The commands among the words typed so far, then what may follow them. `$at` and `$before` are set by the caller. */
const choose = (words: CompletionWords): string => `  local path="" word="" found=""
  for word in "\${typed[@]}"; do
    case "\${path:+$path }$word" in
      ${paths(words)}) path="\${path:+$path }$word" ;;
    esac
  done
  case "\${path:+$path }$before" in
${cases(words.byOption, (all) => `found="${all}"`)}
  esac
  if [ -z "$found" ]; then
    case "$path" in
${cases(words.byPath, (all) => `found="${all}"`)}
    esac
  fi`;

const bash = (words: CompletionWords): string => `# bash completion of gatehouse
_gatehouse() {
  local at="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  local typed=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
${choose(words)}
  COMPREPLY=($(compgen -W "$found" -- "$at"))
}
complete -F _gatehouse gatehouse`;

const zsh = (words: CompletionWords): string => `#compdef gatehouse
_gatehouse() {
  local before="\${words[CURRENT-1]}"
  local -a typed=("\${(@)words[2,CURRENT-1]}")
${choose(words)}
  compadd -- \${=found}
}
compdef _gatehouse gatehouse`;

const list = (all: readonly string[]): string => all.map((word) => `'${word}'`).join(', ');
const table = (entries: ReadonlyMap<string, readonly string[]>): string =>
  [...entries].map(([key, all]) => `    '${key}' = @(${list(all)})`).join('\n');

const pwsh = ({ byPath, byOption }: CompletionWords): string => `# PowerShell completion of gatehouse
Register-ArgumentCompleter -Native -CommandName gatehouse -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $byPath = @{
${table(byPath)}
  }
  $byOption = @{
${table(byOption)}
  }
  $path = ''
  $before = ''
  foreach ($element in @($commandAst.CommandElements | Select-Object -Skip 1)) {
    $word = $element.ToString()
    if ($element.Extent.EndOffset -ge $cursorPosition -and $word -eq $wordToComplete) { break }
    $next = "$path $word".Trim()
    if ($byPath.ContainsKey($next)) { $path = $next }
    $before = $word
  }
  $found = $byOption["$path $before".Trim()]
  if (-not $found) { $found = $byPath[$path] }
  $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}`;
