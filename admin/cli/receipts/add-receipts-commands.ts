import type { Command } from 'commander';
import type { GuestReceipts, RunReceipts } from '../../../shared/domain/admin-api/receipts-view';
import { guestOf, namedRun } from '../../../shared/domain/run-name';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { findGuest } from '../guest/find-guest';
import { addUndoCommands } from './add-undo-commands';
import { guestReceiptsText, runReceiptsText } from './receipts-text';

/** `gatehouse receipts list | show | undo …`. */
export function addReceiptsCommands(program: Command, context: CliContext): void {
  const receipts = program
    .command('receipts')
    .description('What runs changed, thing by thing, and its undo.');
  addCommand(receipts, {
    name: 'list <who>',
    description:
      'What runs changed for a guest, the newest run first. <who> is a guest (id or mail address), or one of its runs.',
    examples: ['receipts list ada@contoso.com', 'receipts list 6f1c2d3e-0000-4000-8000-000000000001 --json'],
  }).action(async (who: string, { json }: { json: boolean }) => {
    const named = namedRun(who);
    const guest = (named && guestOf(named)) ?? (await findGuest(context.api(), who));
    const view = await context.api().get<GuestReceipts>(`guests/${encodeURIComponent(guest)}/receipts`);
    context.print(json ? jsonText(view) : guestReceiptsText(view, context));
    context.exitWith(EXIT.well);
  });
  addCommand(receipts, {
    name: 'show <run>',
    description:
      'What one run changed, and whether that can be undone. <run> is a run, or the id of an offboarding plan.',
    examples: ['receipts show guest-6f1c2d3e-0000-4000-8000-000000000001-7'],
  }).action(async (run: string, { json }: { json: boolean }) => {
    const view = await context.api().get<RunReceipts>(`runs/${encodeURIComponent(run)}/receipts`);
    context.print(json ? jsonText(view) : runReceiptsText(view, context));
    context.exitWith(EXIT.well);
  });
  addUndoCommands(receipts, context);
}
