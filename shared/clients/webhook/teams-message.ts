import type { Letter } from '../notices';

/**
 * The letter as an Adaptive Card, which is all that a workflow of Teams takes (Create and send messages with webhooks,
 * 2025; the older connectors are being retired). Its text blocks read markup, so that a name could bring a link: runs of a
 * rich text block do not (Adaptive Cards, TextRun). That a workflow shows such blocks is UNVERIFIED.
 */
export const teamsMessage = ({ subject, text }: Pick<Letter, 'subject' | 'text'>): object => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        body: [paragraph(subject, 'Bolder'), ...text.split('\n').map((line) => paragraph(line, 'Default'))],
      },
    },
  ],
});

const paragraph = (text: string, weight: 'Bolder' | 'Default') => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, weight }],
});
