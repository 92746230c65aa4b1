import type { CliContext } from '../cli-context';
import { jsonText } from '../add-command';
import { EXIT } from '../exit-codes';
import { wrapped } from '../wrapped';
import { watchGuest } from './watch-guest';

export interface InviteOptions {
  sponsor?: string;
  name?: string;
  language: string;
  message?: string;
  redirect?: string;
  mailed: boolean;
  reason: string;
  ticket?: string;
  watch: boolean;
  timeout: string;
  json: boolean;
}

interface Invited {
  id: string;
  partner: string;
  sponsor: string;
  isAccepted: boolean;
}

/** `gatehouse guest invite`. */
export async function inviteGuest(context: CliContext, mail: string, options: InviteOptions): Promise<void> {
  const { sponsor, name, language, message, redirect, mailed, reason, ticket } = options;
  const invited = await context.api().post<Invited>('guests/invite', {
    mail,
    sponsor,
    displayName: name,
    language,
    message,
    redirectUrl: redirect,
    isMailed: mailed,
    reason,
    ticket,
  });
  if (!options.watch || !options.json)
    context.print(options.json ? jsonText(invited) : invitedText(invited, options, context.width));
  context.exitWith(EXIT.well);
  if (options.watch) await watchGuest(context, invited.id, options);
}

function invitedText(
  { id, partner, sponsor, isAccepted }: Invited,
  { mailed }: InviteOptions,
  width: number,
): string {
  const told = mailed ? 'The directory has mailed the invitation.' : 'Nobody was mailed.';
  const text = isAccepted ? 'This guest had accepted before; it was invited again.' : told;
  return [
    `Invited guest ${id} for ${partner}; sponsor ${sponsor}.`,
    wrapped(`${text} Follow the guest with:`, width),
    `  gatehouse guest watch ${id}`,
  ].join('\n');
}
