import { mkdirSync, mkdtempSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NOTICE_TEMPLATES } from '../../../shared/notices/notice-fields';
import { NoticeTextsError, readNoticeTexts, SHIPPED_TEXTS } from '../../../shared/notices/read-notice-texts';
import { renderNotice } from '../../../shared/notices/render-notice';
import { SAMPLE_VALUES } from '../../../shared/notices/sample-values';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'texts-'));
  cpSync(SHIPPED_TEXTS, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, ...lines: string[]) =>
  writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
function problemsOf(fallback = 'en'): string[] {
  try {
    readNoticeTexts(folder, fallback);
    return [];
  } catch (error) {
    if (!(error instanceof NoticeTextsError)) throw error;
    return error.message.split('\n').map((line) => line.slice(folder.length + 1));
  }
}

describe('the texts of this release', () => {
  const texts = readNoticeTexts(SHIPPED_TEXTS, 'en');

  it('are there for every notice in English, German and Dutch', () => {
    const names = texts.all.map(({ template, language }) => `${template}.${language}`).sort();
    const wanted = NOTICE_TEMPLATES.flatMap((name) => ['de', 'en', 'nl'].map((one) => `${name}.${one}`));
    expect(names).toEqual(wanted.sort());
  });

  it.each(texts.all.map(({ template, language }) => [template, language] as const))(
    '%s in %s leaves no brace, no gap and no long subject',
    (template, language) => {
      const { subject, text } = renderNotice(texts.find(template, [language]), SAMPLE_VALUES[template]);
      expect(`${subject}\n${text}`).not.toMatch(/\{\{|\}\}|undefined|null|\[object/);
      expect(text).not.toMatch(/\n\n\n/);
      expect(subject.length).toBeLessThanOrEqual(78);
    },
  );

  it('tell a guest the three things without which it lands in its own tenant', () => {
    const { text } = renderNotice(texts.find('guest-welcome', ['en']), SAMPLE_VALUES['guest-welcome']);
    expect(text).toMatch(/Sign-in options[\s\S]*Sign in to an organization[\s\S]*woodgrove\.com/);
  });

  it('greet nobody by a name that cannot be shown', () => {
    const values = { guestName: null, domain: 'woodgrove.com' };
    expect(renderNotice(texts.find('guest-welcome', ['en']), values).text).toMatch(/^Hello,\n/);
  });

  it.each([
    [['nl-BE', null], 'Hallo'],
    [[null, 'DE'], 'Guten Tag'],
    [['pt-BR', 'nl'], 'Hallo'],
    [['pt-BR'], 'Hello'],
    [[null, null], 'Hello'],
  ])('are chosen by the languages %j: %s', (languages, greeting) => {
    expect(texts.find('guest-welcome', languages).text).toContain(greeting);
  });
});

describe('a value', () => {
  it('is put in as it is: neither read as a template, nor changed for a markup there is not', () => {
    const text = { subject: '{{guestName}}', text: '{{guestName}}' };
    const name = "<b>O'Neill</b> & {{domain}}";
    expect(renderNotice(text, { guestName: name, domain: 'x' })).toEqual({
      subject: name,
      text: `${name}\n`,
    });
  });

  it('cannot add a line to the subject', () => {
    const text = { subject: 'For {{guestName}}', text: 'x' };
    const { subject } = renderNotice(text, { guestName: 'Ada\r\nBcc: x' });
    expect(subject).toBe('For Ada Bcc: x');
  });
});

describe('texts with a mistake', () => {
  it('say the line, the field there is not, and those there are', () => {
    write('guest-welcome.en.yaml', 'subject: Ready', 'text: |', '  Hello,', '', '  go to {{domian}} now');
    expect(problemsOf()).toEqual([
      'guest-welcome.en.yaml:5: text: there is no field domian here; there are: domain, guestName',
    ]);
  });

  it('say everything that is wrong at once, in the order of the lines', () => {
    write('guest-welcome.de.yaml', 'subject: "{{name}}"', 'texte: x', 'text: |', '  {{{domain}}} {{>other}}');
    expect(problemsOf()).toEqual([
      expect.stringMatching(/^guest-welcome\.de\.yaml:1: subject: there is no field name here/),
      'guest-welcome.de.yaml:2: there is no part texte; there are: subject, text',
      expect.stringMatching(/^guest-welcome\.de\.yaml:4: text: write \{\{name\}\} with two braces/),
      'guest-welcome.de.yaml:4: text: a text holds no other text',
    ]);
  });

  it.each([
    ['subject: x', 1, /text is missing/],
    ['subject: x\ntext: |\n  {{#domain}}\n  open', 4, /Unclosed section/],
    ['subject: x\ntext: >\n  folded\n\n  lines', 2, /begin it with \|/],
    ['subject: |\n  two\n  lines\ntext: x', 1, /subject is one line/],
    ['subject: [', 2, /./],
    ['- a list', 1, /is no YAML with a subject and a text|missing/],
  ])('%j is refused at line %d', (source, line, problem) => {
    write('guest-welcome.en.yaml', source);
    const [first] = problemsOf();
    expect(first).toMatch(new RegExp(`^guest-welcome\\.en\\.yaml:${line}: `));
    expect(problemsOf().join('\n')).toMatch(problem);
  });

  it('know parts by their own fields, and fields outside them', () => {
    const lines = ['  {{#ready}}{{#guests}}{{name}} {{sponsorName}} {{fix}}{{/guests}}{{/ready}} {{ready}}'];
    write('sponsor-digest.en.yaml', 'subject: x', 'text: |', ...lines);
    expect(problemsOf()).toEqual([
      expect.stringContaining('there is no field fix here; there are: expired, guests, id, invited'),
      expect.stringContaining('ready is a part: write {{#ready}}...{{/ready}}'),
    ]);
  });

  it('are named after a notice, and there in the fall-back language', () => {
    write('guest-welcom.en.yaml', 'subject: x', 'text: y');
    expect(problemsOf()[0]).toMatch(/^guest-welcom\.en\.yaml:1: is named after no notice; there are: guest-/);
    rmSync(join(folder, 'guest-welcom.en.yaml'));
    expect(problemsOf('fr')).toContain('guest-welcome.fr.yaml:1: is missing: it is the fall-back');
  });

  it('that are not there say so', () => {
    rmSync(folder, { recursive: true });
    expect(problemsOf().join()).toMatch(/cannot be read/);
    mkdirSync(folder);
  });
});
