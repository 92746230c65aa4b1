import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOTICE_TEMPLATES, type NoticeTemplate } from './notice-fields';
import { parseNoticeText, type NoticeText, type NoticeTextProblem } from './parse-notice-text';

/** Where the texts of this release lie. */
export const SHIPPED_TEXTS = join(__dirname, 'texts');

/** Thrown where texts cannot be used. Its message lists everything that is wrong as `file:line: reason`. */
export class NoticeTextsError extends Error {
  override readonly name = 'NoticeTextsError';
  constructor(
    folder: string,
    readonly problems: readonly (NoticeTextProblem & { file: string })[],
  ) {
    const lines = problems.map(({ file, line, problem }) => `${join(folder, file)}:${line}: ${problem}`);
    super(lines.join('\n'));
  }
}

/** The texts of notices, by notice and language. */
export interface NoticeTexts {
  /**
   * The text in the first of `languages` that there is: `nl-BE`, else `nl`; null is passed over. Where there is none, that
   * in the fall-back language, which is there for every notice.
   */
  find(template: NoticeTemplate, languages: readonly (string | null)[]): NoticeText;
  /** What there is. */
  readonly all: readonly { template: NoticeTemplate; language: string }[];
}

const FILE = /^([a-z-]+)\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.yaml$/;

/**
 * Reads all texts in `folder`, files named `<notice>.<language>.yaml`. Throws NoticeTextsError where one is wrong, is
 * named after no notice, or where a notice has none in `fallback`.
 */
export function readNoticeTexts(folder: string, fallback: string): NoticeTexts {
  const texts = new Map<string, NoticeText>();
  const all: { template: NoticeTemplate; language: string }[] = [];
  const problems: (NoticeTextProblem & { file: string })[] = [];
  for (const file of filesOf(folder)) {
    const [, name = '', language = ''] = FILE.exec(file) ?? [];
    const template = NOTICE_TEMPLATES.find((known) => known === name);
    if (template === undefined) {
      problems.push({
        file,
        line: 1,
        problem: `is named after no notice; there are: ${NOTICE_TEMPLATES.join(', ')}`,
      });
      continue;
    }
    const parsed = parseNoticeText(readFileSync(join(folder, file), 'utf8'), template);
    if ('problems' in parsed) problems.push(...parsed.problems.map((problem) => ({ file, ...problem })));
    else texts.set(keyOf(template, language), parsed.text);
    all.push({ template, language });
  }
  for (const template of NOTICE_TEMPLATES)
    if (!all.some((one) => one.template === template && one.language === fallback))
      problems.push({
        file: `${template}.${fallback}.yaml`,
        line: 1,
        problem: 'is missing: it is the fall-back',
      });
  if (problems.length > 0) throw new NoticeTextsError(folder, problems);
  return {
    all,
    find: (template, languages) => {
      const found = [...languages, fallback].flatMap(wordings).map((one) => texts.get(keyOf(template, one)));
      const text = found.find((one) => one !== undefined);
      if (text === undefined) throw new Error(`There is no text of ${template} in ${fallback}`);
      return text;
    },
  };
}

const keyOf = (template: string, language: string): string => `${template} ${language.toLowerCase()}`;

/** The language itself, then without its parts from the last on. */
function wordings(language: string | null): string[] {
  const parts = language === null || language === '' ? [] : language.split('-');
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('-'));
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NoticeTextsError(folder, [{ file: '', line: 1, problem: `cannot be read: ${why}` }]);
  }
}
