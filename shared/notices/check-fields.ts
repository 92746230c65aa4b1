import Mustache from 'mustache';
import type { NoticeFields } from './notice-fields';

/** Something wrong with a template, and where in it: characters from its start. */
export interface TemplateProblem {
  offset: number;
  problem: string;
}

type Span = ReturnType<typeof Mustache.parse>[number];

const REFUSED: Readonly<Record<string, string>> = {
  '&': 'write {{name}} with two braces; there is only plain text here',
  '>': 'a text holds no other text',
  '=': 'the braces stay as they are',
};

/** Everything in `template` that names a field there is not, or is none of the forms these texts have. Pure. */
export function checkFields(template: string, fields: NoticeFields): TemplateProblem[] {
  try {
    return problemsOf(Mustache.parse(template), [fields]);
  } catch (error) {
    // The parser stops at the first thing it cannot read, and says at which character.
    const message = error instanceof Error ? error.message : String(error);
    return [{ offset: Number(/\d+$/.exec(message)?.[0] ?? 0), problem: message.replace(/ at \d+$/, '') }];
  }
}

/** `scopes`: innermost first; a name is looked for from there outwards. */
function problemsOf(spans: readonly Span[], scopes: readonly NoticeFields[]): TemplateProblem[] {
  return spans.flatMap((span) => {
    const [form, name, offset] = span;
    if (form === 'text' || form === '!') return [];
    const refused = REFUSED[form];
    if (refused !== undefined) return [{ offset, problem: refused }];
    const found = scopes.map((scope) => scope[name]).find((field) => field !== undefined);
    if (found === undefined) return [{ offset, problem: unknown(name, scopes) }];
    if (form === 'name')
      return found === 'text'
        ? []
        : [{ offset, problem: `${name} is a part: write {{#${name}}}...{{/${name}}}` }];
    const inner = Array.isArray(span[4]) ? span[4] : [];
    return problemsOf(inner, form === '#' && found !== 'text' ? [found, ...scopes] : scopes);
  });
}

function unknown(name: string, scopes: readonly NoticeFields[]): string {
  const allowed = [...new Set(scopes.flatMap((scope) => Object.keys(scope)))].sort();
  return `there is no field ${name} here; there are: ${allowed.join(', ')}`;
}
