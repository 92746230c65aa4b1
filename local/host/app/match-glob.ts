import { type Dirent, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * The files below `folder` that a `main` glob of package.json names, in alphabetical order. Understands what such
 * globs are written with: star, double star, `?`, `{a,b}` and `[abc]`. Never looks into node_modules.
 */
export function matchGlob(folder: string, glob: string): string[] {
  const patterns = expandBraces(glob.replace(/^\.\//, '')).map(toPattern);
  return filesBelow(folder)
    .filter((file) => {
      const path = relative(folder, file).split(sep).join('/');
      return patterns.some((pattern) => pattern.test(path));
    })
    .sort();
}

function expandBraces(glob: string): string[] {
  const group = /\{([^{}]*)\}/.exec(glob);
  if (!group) return [glob];
  const alternatives = (group[1] ?? '').split(',');
  return alternatives.flatMap((alternative) => expandBraces(glob.replace(group[0], () => alternative)));
}

const TOKENS: Record<string, string> = { '**/': '(?:[^/]+/)*', '**': '.*', '*': '[^/]*', '?': '[^/]' };

function toPattern(glob: string): RegExp {
  const source = glob.replace(
    /\*\*\/|\*\*|\*|\?|\[[^\]]+\]|[\\^$+.()|{}]/g,
    (token) => TOKENS[token] ?? literal(token),
  );
  return new RegExp(`^${source}$`);
}

function literal(token: string): string {
  return token.startsWith('[') ? token.replace(/^\[!/, '[^') : `\\${token}`;
}

function filesBelow(folder: string): string[] {
  const skipped = (entry: Dirent): boolean => entry.name === 'node_modules' || entry.name.startsWith('.git');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !skipped(entry))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}
