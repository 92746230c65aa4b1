import Mustache from 'mustache';
import type { NoticeText } from './parse-notice-text';

/** What is put into a text: strings, and parts that are missing, there once, or there several times. */
export interface NoticeValues {
  readonly [name: string]: string | null | NoticeValues | readonly NoticeValues[];
}

/**
 * The text with its values. It is plain text wherever it goes, so a value is put in as it is: no escape of one markup
 * would be right for all. A value is not read as a template. Pure.
 */
export function renderNotice({ subject, text }: NoticeText, values: NoticeValues): NoticeText {
  const filled = (template: string) =>
    Mustache.render(template, values, undefined, { escape: (value: unknown) => String(value) });
  return { subject: filled(subject).replace(/\s+/g, ' ').trim(), text: `${filled(text).trim()}\n` };
}
