import type { Command } from 'commander';
import type { RolloutView } from '../../../shared/domain/admin-api/rollout-view';
import { addCommand, jsonText } from '../add-command';
import { ApiError } from '../../api-error';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { fitTable } from '../fit-table';
import { minuteText } from '../time-text';
import { wrapped } from '../wrapped';

interface RingsOptions {
  pause: boolean;
  resume: boolean;
  reason?: string;
  ticket?: string;
  json: boolean;
}

/** `gatehouse partner rings`: where the rollout of the client stands; pauses and resumes it. */
export function addPartnerRingsCommand(partner: Command, context: CliContext): void {
  addCommand(partner, {
    name: 'rings <name>',
    description:
      'Where the rollout of another client version stands, ring by ring, and what holds the next ring. --pause and --resume steer it.',
    examples: [
      'partner rings contoso',
      'partner rings contoso --pause --reason "Slow sign-ins in ring early"',
      'partner rings contoso --resume --reason "Mended"',
    ],
  })
    .option('--pause', 'open no further ring', false)
    .option('--resume', 'go on', false)
    .option('--reason <text>', 'why; kept in the audit')
    .option('--ticket <number>', 'number in your ticket system')
    .action((name: string, options: RingsOptions) => rings(context, name, options));
}

async function rings(context: CliContext, name: string, options: RingsOptions): Promise<void> {
  const { pause, resume, reason, ticket, json } = options;
  if (pause && resume) throw new ApiError('Choose one: --pause or --resume.');
  const path = `partners/${encodeURIComponent(name)}/rings`;
  const api = context.api();
  const view =
    pause || resume
      ? await api.post<RolloutView>(path, { do: pause ? 'pause' : 'resume', reason, ticket })
      : await api.get<RolloutView>(path);
  context.print(json ? jsonText(view) : ringsText(name, view, context.width));
  context.exitWith(view.rings.some(({ failed }) => failed > 0) ? EXIT.notWell : EXIT.well);
}

function ringsText(name: string, view: RolloutView, width: number): string {
  const { wanted, target, previous, rings: all, held } = view;
  if (all.length === 0)
    return `${name}: client ${wanted} on every host at once (no client.rings in its policy).`;
  const rows = all.map(({ name: ring, openedAt, proved, failed, pending }) => [
    ring,
    openedAt === null ? 'closed' : minuteText(openedAt),
    String(proved),
    String(failed),
    String(pending),
  ]);
  const now = target === wanted ? target : `${target ?? 'none'}; ${wanted} begins within five minutes`;
  const head = `${name}: client ${now}, closed rings stay with ${previous ?? 'what the policy says'}`;
  return [
    wrapped(head, width),
    fitTable(['ring', 'open since', 'proved', 'failed', 'pending'], rows, width),
    ...(held === null ? [] : [wrapped(heldText(held), width)]),
  ].join('\n');
}

const heldText = ({ because, opensAt }: NonNullable<RolloutView['held']>): string =>
  `The next ring is held: ${because}${opensAt === null ? '' : `, at ${minuteText(opensAt)} at the earliest`}.`;
