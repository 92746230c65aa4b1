import { Argument, Option, type Command } from 'commander';
import type { NoticeView } from '../../../shared/domain/admin-api/notice-view';
import { NOTICE_STATES } from '../../../shared/domain/notice';
import { NOTICE_TEMPLATES, type NoticeTemplate } from '../../../shared/notices/notice-fields';
import {
  NoticeTextsError,
  readNoticeTexts,
  SHIPPED_TEXTS,
  type NoticeTexts,
} from '../../../shared/notices/read-notice-texts';
import { renderNotice } from '../../../shared/notices/render-notice';
import { SAMPLE_VALUES } from '../../../shared/notices/sample-values';
import { ApiError } from '../../api-error';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { noticeListText } from './notice-list-text';

interface TextOptions {
  folder: string;
  language: string;
  json: boolean;
}

/** `gatehouse notices list | check | preview`: who was told of what, and the words they are told it in. */
export function addNoticesCommands(program: Command, context: CliContext): void {
  const notices = program.command('notices').description('What guests, sponsors and Approvers are told.');
  addCommand(notices, {
    name: 'list',
    description:
      'Who was told, or will be, and what stands in the way. Ids only. Ends with 1 if a try failed.',
    examples: ['notices list --state waiting', 'notices list --json | jq -r ".[].trouble.code"'],
  })
    .addOption(new Option('--state <state>', 'only those in this state').choices(NOTICE_STATES))
    .action((options: { state?: string; json: boolean }) => list(context, options));
  withTexts(
    addCommand(notices, {
      name: 'check',
      description:
        'Reads the texts as the app does at its start: every mistake with file, line and the fields there are.',
      examples: ['notices check', 'notices check --folder ./texts --language nl'],
    }),
  ).action((options: TextOptions) => check(context, options));
  withTexts(
    addCommand(notices, {
      name: 'preview',
      description: 'Shows a text with made-up values, as its reader would get it. Sends nothing.',
      examples: ['notices preview guest-welcome --language nl', 'notices preview sponsor-digest'],
    }).addArgument(new Argument('<notice>', 'which text').choices(NOTICE_TEMPLATES)),
  ).action((notice: NoticeTemplate, options: TextOptions) => preview(context, notice, options));
}

const withTexts = (command: Command): Command =>
  command
    .option('--folder <path>', 'folder of texts; those of this release unless told', SHIPPED_TEXTS)
    .option('--language <tag>', 'for example nl-NL', 'en');

async function list(context: CliContext, { state, json }: { state?: string; json: boolean }): Promise<void> {
  const found: NoticeView[] = [];
  for await (const one of context.api().list<NoticeView>('notices', 'notices', { state })) found.push(one);
  context.print(json ? jsonText(found) : noticeListText(found, context));
  const isTroubled = found.some((one) => one.state === 'waiting' && one.trouble !== null);
  context.exitWith(isTroubled ? EXIT.notWell : EXIT.well);
}

function check(context: CliContext, { folder, language, json }: TextOptions): void {
  try {
    const { all } = readNoticeTexts(folder, language);
    context.print(
      json ? jsonText({ problems: [], texts: all }) : `${all.length} text(s), all of them right.`,
    );
    context.exitWith(EXIT.well);
  } catch (error) {
    if (!(error instanceof NoticeTextsError)) throw error;
    context.print(json ? jsonText({ problems: error.problems, texts: [] }) : error.message);
    context.exitWith(EXIT.notWell);
  }
}

function preview(context: CliContext, notice: NoticeTemplate, { folder, language, json }: TextOptions): void {
  const rendered = renderNotice(textsIn(folder).find(notice, [language]), SAMPLE_VALUES[notice]);
  context.print(json ? jsonText(rendered) : `Subject: ${rendered.subject}\n\n${rendered.text.trimEnd()}`);
  context.exitWith(EXIT.well);
}

/** A text that is wrong is not shown: the app would not start with it. */
function textsIn(folder: string): NoticeTexts {
  try {
    return readNoticeTexts(folder, 'en');
  } catch (error) {
    throw error instanceof NoticeTextsError ? new ApiError(error.message) : error;
  }
}
