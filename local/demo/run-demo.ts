import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningStack } from '../start/running-stack';
import { expectedState, isSettled, type DemoGuest } from './demo-guest';
import { openDemoTenant, type DemoTenant } from './demo-tenant';
import { openGatehouseApi, type GatehouseApi } from './gatehouse-api';
import { personalData } from './personal-data';
import type { Progress } from './progress';
import { readBack, type Observation } from './read-back';
import { SAMPLE_POLICY } from './sample-policy';

export interface DemoReport {
  guests: {
    name: string;
    id: string;
    state: string;
    expected: string;
    told: string | null;
    reason: { code: string; message: string } | null;
    desktop: { kind: string; host: string; name: string } | null;
    acceptedToReadySeconds: number | null;
  }[];
  observations: Observation[];
  isAsExpected: boolean;
}

const CAST = [
  { name: 'Ada', wants: 'avd-personal', accepts: true },
  { name: 'Ben', wants: 'windows-365', accepts: true },
  { name: 'Cleo', wants: 'avd-personal', accepts: false },
] as const;
const PATIENCE_MS = 180_000;
const LOOK_AGAIN_MS = 250;
const MAIL_PATIENCE_MS = 20_000;
const GROUP_OF_CLOUD_PCS = SAMPLE_POLICY.desktops[0].forGroup;

/**
 * Three guests of a partner: all are invited and found prepared, two accept and get their desktops. Ends when
 * each of them is settled, or after three minutes; the report says what was expected and what the tenant said.
 */
export async function runDemo(stack: RunningStack, progress: Progress): Promise<DemoReport> {
  const tenant = await openDemoTenant(stack);
  const api = openGatehouseApi(stack, await tenant.tokenOf('olga', 'api://gatehouse'));
  await api.applySamplePolicy();
  const guests: DemoGuest[] = [];
  for (const role of CAST) guests.push(await invite(tenant, role));
  const deadline = performance.now() + PATIENCE_MS;
  await watchUntil(api, progress, guests, deadline, () =>
    guests.every(({ view }) => view?.state === 'invited' || view?.state === 'held'),
  );
  for (const guest of guests.filter(({ accepts }) => accepts)) {
    await tenant.accept(guest.id);
    guest.acceptedAtMs = performance.now();
  }
  await watchUntil(api, progress, guests, deadline, () => guests.every(isSettled));
  progress.end();
  await api.tellPeople();
  const observations = (await Promise.all(guests.map((guest) => readBack(tenant, guest)))).flat();
  const told = await Promise.all(guests.map((guest) => readMails(tenant, guest)));
  return report(guests, [...observations, ...told, readLog(stack)]);
}

/** Who is ready has a welcome in the mailbox, and who has not accepted has none. */
async function readMails(tenant: DemoTenant, { name, mail, accepts }: DemoGuest): Promise<Observation> {
  const deadline = performance.now() + MAIL_PATIENCE_MS;
  let subjects = await tenant.mailsTo(mail);
  while (accepts && subjects.length === 0 && performance.now() < deadline) {
    await new Promise((tick) => setTimeout(tick, LOOK_AGAIN_MS));
    subjects = await tenant.mailsTo(mail);
  }
  const expected = accepts
    ? 'one mail: a welcome with the way to the desktop'
    : 'no mail before the third day';
  const isTrue = accepts
    ? subjects.length === 1 && /is ready$/.test(subjects[0] ?? '')
    : subjects.length === 0;
  return { guest: name, expected, isTrue, observed: subjects.join('; ') || 'no mail' };
}

/** The whole log of the Functions host, all that it said of these guests. */
function readLog({ dataFolder }: RunningStack): Observation {
  const found = personalData(readFileSync(join(dataFolder, 'host.log'), 'utf8'));
  const expected = 'no mail address, token or invitation link in it';
  return {
    guest: 'log',
    expected,
    isTrue: found.length === 0,
    observed: found.slice(0, 5).join('; ') || 'none',
  };
}

async function invite(tenant: DemoTenant, role: (typeof CAST)[number]): Promise<DemoGuest> {
  const mail = `${role.name.toLowerCase()}.${randomUUID().slice(0, 8)}@contoso.com`;
  const { id, userPrincipalName } = await tenant.invite(mail, role.name);
  if (role.wants === 'windows-365') await tenant.addToGroup(GROUP_OF_CLOUD_PCS, id);
  await tenant.addToGroup(SAMPLE_POLICY.admitWhen.group, id);
  return { ...role, id, userPrincipalName, mail, acceptedAtMs: null, view: undefined };
}

async function watchUntil(
  api: GatehouseApi,
  progress: Progress,
  guests: DemoGuest[],
  deadline: number,
  isOver: () => boolean,
): Promise<void> {
  do {
    await Promise.all(guests.map(async (guest) => (guest.view = await api.showGuest(guest.id))));
    progress.show(guests);
    if (isOver()) return;
    await new Promise((tick) => setTimeout(tick, LOOK_AGAIN_MS));
  } while (performance.now() < deadline);
}

function report(guests: readonly DemoGuest[], observations: Observation[]): DemoReport {
  const ended = guests.map(endOf);
  const isToldReady = ended.every(({ state, told }) => state !== 'invited' || told === 'ready on acceptance');
  const isAsExpected =
    isToldReady &&
    ended.every(({ state, expected }) => state === expected) &&
    observations.every(({ isTrue }) => isTrue);
  return { guests: ended, observations, isAsExpected };
}

function endOf({ name, id, view, accepts }: DemoGuest): DemoReport['guests'][number] {
  const expected = expectedState({ accepts });
  if (view === undefined) {
    return {
      name,
      id,
      state: 'unseen',
      expected,
      told: null,
      reason: null,
      desktop: null,
      acceptedToReadySeconds: null,
    };
  }
  const { state, told, reason, desktop, acceptedToReadySeconds } = view;
  return { name, id, state, expected, told, reason, desktop, acceptedToReadySeconds };
}
