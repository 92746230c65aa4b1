import { z } from 'zod';
import { maintenanceWindowSchema } from './maintenance-window';
import { guestId, hostId, isGuid } from './ids';

/** The client an operator wants on a host, and when a machine may be worked on for it. */
export const wantedClientSchema = z.object({
  version: z.string(),
  installerUrl: z.string(),
  sha256: z.string(),
  intuneAppId: z.string().nullable(),
  startVm: z.enum(['never', 'window', 'always']),
  window: maintenanceWindowSchema.nullable().default(null),
});

export type WantedClient = z.output<typeof wantedClientSchema>;

const guid = <T>(brand: (text: string) => T) => z.string().refine(isGuid, 'must be a GUID').transform(brand);

/** Where a host is reached. */
export const hostTargetSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('vm'),
    /** ARM ids of the virtual machine and of its session host. */
    vmResourceId: z.string(),
    sessionHostId: z.string(),
  }),
  z.object({ kind: z.literal('cloud-pc'), managedDeviceId: z.string() }),
]);

/** Run that leased or freed it: its receipt, should the run have died before it wrote one. Absent = not known. */
const runThatDidIt = z.string().optional();

const freeLeases = [
  z.object({
    kind: z.literal('dirty'),
    lastGuest: guid(guestId),
    lastPartner: z.string().nullable().default(null),
    at: z.iso.datetime(),
    by: runThatDidIt,
  }),
  /** `cleanedAt`: when it was declared clean after somebody had it; absent = nobody ever did. */
  z.object({ kind: z.literal('clean'), cleanedAt: z.iso.datetime().optional() }),
] as const;

/** What we hold about one host. `lease`: whose it is; a freed host is `dirty`, its disk keeps the last user's files. */
export const hostRecordSchema = z.object({
  host: guid(hostId),
  /** Partner of the guest it is leased to; absent on records of an earlier release. */
  partner: z.string().optional(),
  target: hostTargetSchema,
  lease: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('leased'),
      guest: guid(guestId),
      at: z.iso.datetime(),
      by: runThatDidIt,
      /** What it goes back to where the guest did not get it after all; absent = nobody had it before. */
      before: z.discriminatedUnion('kind', freeLeases).optional(),
      /** `adopted`: the guest had it before Gatehouse, which frees it once somebody has taken ownership. Absent = ours. */
      owner: z.literal('adopted').optional(),
    }),
    ...freeLeases,
  ]),
  /** The client somebody asked for; null = nobody did. */
  wanted: wantedClientSchema.nullable(),
  /** Guests who wait for it. */
  waiting: z.array(guid(guestId)).default([]),
  /** Until when the machine is left alone (ISO 8601); null = it is not. */
  notBefore: z.iso.datetime().nullable().default(null),
  /** We started the machine for the install, so it is deallocated again afterwards. */
  isStartedByUs: z.boolean().default(false),
  /** The installer asked for a restart, which waits until nobody is signed in. */
  isRestartPending: z.boolean().default(false),
  /** The client that was seen on it. */
  proved: z.object({ version: z.string(), at: z.iso.datetime() }).nullable(),
  /** The client is to be taken away: nobody uses the host any more. */
  isClientUnwanted: z.boolean().default(false),
  /** The removal of the client that was begun: nothing is proved of the client until it has ended; absent = none. */
  removing: z
    .object({
      /** Name of the run command; it may not be on the machine yet. */
      command: z.string(),
      /** The client that was proved before; null = none was. */
      version: z.string().nullable(),
      /** Who had the host last. */
      guest: z.string(),
    })
    .optional(),
  /** Its Windows, as the last install told it; null = not known. */
  os: z.object({ build: z.string(), edition: z.string() }).nullable().default(null),
  /** Why the last try to install was refused; null = it was not. */
  refused: z.object({ version: z.string(), code: z.string(), message: z.string() }).nullable(),
});
export type HostRecord = z.output<typeof hostRecordSchema>;

/** The record of a host that nobody has asked anything of. Pure. */
export const freshHostRecord = (
  host: HostRecord['host'],
  target: HostRecord['target'],
  lease: HostRecord['lease'],
): HostRecord => ({
  host,
  target,
  lease,
  wanted: null,
  proved: null,
  os: null,
  refused: null,
  isClientUnwanted: false,
  waiting: [],
  notBefore: null,
  isStartedByUs: false,
  isRestartPending: false,
});
