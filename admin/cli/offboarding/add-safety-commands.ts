import type { Command } from 'commander';
import type { HostRecord } from '../../../shared/domain/host-record';
import type { KillSwitch } from '../../../shared/domain/kill-switch';
import { addCommand, jsonText } from '../add-command';
import type { CliContext } from '../cli-context';
import { EXIT } from '../exit-codes';
import { minuteText } from '../time-text';
import { whyBody, withReason, type Why } from './add-cut-commands';

type SwitchView = KillSwitch & { at: string | null };

/** `gatehouse kill-switch on | off | show` and `gatehouse host clean`. */
export function addSafetyCommands(program: Command, context: CliContext): void {
  const killSwitch = program.command('kill-switch').description('Stops everything destructive, at once.');
  const show = (view: SwitchView, json: boolean) => {
    const { isOn, at, reason } = view;
    const text = `The kill switch is ${isOn ? context.colours.red('ON') : 'off'} (${minuteText(at)}: ${reason}).`;
    context.print(json ? jsonText(view) : text);
    context.exitWith(EXIT.well);
  };
  addCommand(killSwitch, {
    name: 'show',
    description: 'Whether it is on, who turned it and why.',
    examples: ['kill-switch show'],
  }).action(async ({ json }: { json: boolean }) => {
    show(await context.api().get<SwitchView>('kill-switch'), json);
  });
  for (const verb of ['on', 'off'] as const)
    withReason(
      addCommand(killSwitch, {
        name: verb,
        description:
          verb === 'on'
            ? 'No account is ended, no Cloud PC lost, no removal goes on, whatever was approved.'
            : 'Lets what was approved go on; paused plans wait to be resumed.',
        examples: [`kill-switch ${verb} --reason "something looks wrong"`],
      }),
    ).action(async (options: Why) => {
      const body = { isOn: verb === 'on', ...whyBody(options) };
      show(await context.api().post<SwitchView>('kill-switch', body), options.json);
    });
  const host = program.command('host').description('Session hosts that were somebody’s.');
  withReason(
    addCommand(host, {
      name: 'clean <host>',
      description: 'Declares a freed host clean, as after it was re-imaged: it may be leased again.',
      examples: ['host clean 6f1c2d3e-0000-4000-8000-000000000001 --reason "re-imaged"'],
    }),
  ).action(async (id: string, options: Why) => {
    const path = `hosts/${encodeURIComponent(id)}/clean`;
    const record = await context.api().post<HostRecord>(path, whyBody(options));
    context.print(options.json ? jsonText(record) : `Host ${record.host} is ${record.lease.kind}.`);
    context.exitWith(EXIT.well);
  });
}
