import { z } from 'zod';
import { hostRecordSchema } from '../../shared/domain/host-record';
import { hostId } from '../../shared/domain/ids';
import { KILL_SWITCH, killSwitchSchema } from '../../shared/domain/kill-switch';
import type { AdminDeps } from './admin-deps';
import { problem } from './problem';
import { reply, route } from './route';
import { guidText, NO_PARAMS, NO_QUERY, reasonText, ticketText } from './route-schemas';
import { wakeForHost } from './wake-for-host';

const why = { reason: reasonText, ticket: ticketText.nullable().default(null) };
const switchView = killSwitchSchema.extend({ at: z.string().nullable() });

const showKillSwitch = route({
  name: 'showKillSwitch',
  method: 'GET',
  path: 'kill-switch',
  role: 'Gatehouse.Reader',
  summary: 'Whether anything destructive may be done now.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  answer: switchView,
  handle: async (_request, { cursors }: Pick<AdminDeps, 'cursors'>) => {
    const stored = (await cursors.read(KILL_SWITCH))?.value;
    if (stored === undefined) return reply({ isOn: false, by: '', reason: 'never turned', at: null });
    return reply({ ...killSwitchSchema.parse(stored.detail), at: stored.savedAt });
  },
});

const turnKillSwitch = route({
  name: 'turnKillSwitch',
  method: 'POST',
  path: 'kill-switch',
  role: 'Gatehouse.Operator',
  summary:
    'On: no account is disabled or deleted, no Cloud PC lost, no removal goes on, whatever was approved.',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: z.strictObject({ isOn: z.boolean(), ...why }),
  answer: switchView,
  problems: ['conflict'],
  audit: ({ body: { isOn, reason, ticket } }) => ({
    action: isOn ? 'turn-kill-switch-on' : 'turn-kill-switch-off',
    target: 'kill-switch',
    reason,
    ticket: ticket ?? undefined,
  }),
  handle: async ({ body, caller, now }, { cursors }: Pick<AdminDeps, 'cursors'>) => {
    const stored = await cursors.read(KILL_SWITCH);
    const detail = { isOn: body.isOn, by: caller.objectId, reason: body.reason };
    const savedAt = now.toISOString();
    const saved = await cursors.save({ name: KILL_SWITCH, savedAt, detail }, stored?.etag);
    if (saved === 'conflict') return problem('conflict', 'somebody else turned it at the same moment: look');
    return reply({ ...detail, at: savedAt });
  },
});

const cleanHost = route({
  name: 'cleanHost',
  method: 'POST',
  path: 'hosts/{host}/clean',
  role: 'Gatehouse.Operator',
  summary: 'Declares a freed host clean, as after it was re-imaged: it may be leased again.',
  params: z.strictObject({ host: guidText.transform(hostId) }),
  query: NO_QUERY,
  body: z.strictObject(why),
  answer: hostRecordSchema,
  problems: ['not-found', 'conflict'],
  audit: ({ params, body: { reason, ticket } }) => ({
    action: 'clean-host',
    target: `host/${params.host}`,
    reason,
    ticket: ticket ?? undefined,
  }),
  handle: async ({ params, now }, deps: Pick<AdminDeps, 'hosts' | 'partners' | 'subjects' | 'hints'>) => {
    const stored = await deps.hosts.read(params.host);
    if (stored === undefined) return problem('not-found', 'no host of this id was ever leased');
    const { value, etag } = stored;
    if (value.lease.kind === 'leased')
      return problem('conflict', 'the host is leased to a guest: it is freed when that guest is removed');
    // What was proved of the old disk says nothing of the new one, nor does a command that ran on it.
    const clean = {
      ...value,
      lease: { kind: 'clean' as const, cleanedAt: now.toISOString() },
      wanted: null,
      proved: null,
      refused: null,
      isClientUnwanted: false,
      removing: undefined,
    };
    if (value.lease.kind === 'dirty' && (await deps.hosts.replace(clean, etag)) === 'conflict')
      return problem('conflict', 'the host changed at the same moment: look, and ask again');
    const shown = value.lease.kind === 'dirty' ? clean : value;
    await wakeForHost(deps, shown, `clean-${params.host}-${now.toISOString()}`);
    return reply(shown);
  },
});

export const safetyRoutes = [showKillSwitch, turnKillSwitch, cleanHost] as const;
