import { type InstanceState } from '../durable/instance-state';

/** Which instances a list shows or a purge takes. */
export interface InstanceFilter {
  createdFromMs?: number;
  createdToMs?: number;
  /** Statuses by name or number; one that Azure does not know is ignored (recorded), nothing left means all. */
  statuses: string[];
  instanceIdPrefix?: string;
}

/** In the order of the extension's numbers for them, which a query may use too (`OrchestrationRuntimeStatus.cs`). */
const KNOWN_STATUSES = [
  'Running',
  'Completed',
  'ContinuedAsNew',
  'Failed',
  'Canceled',
  'Terminated',
  'Pending',
  'Suspended',
];

/** How many instances one page of a list holds unless `top` says otherwise (`OrchestrationStatusQueryCondition.cs`). */
const PAGE_SIZE = 100;

/** Reads the filter out of a query string; values that cannot be read count as absent. */
export function readFilter(query: URLSearchParams): InstanceFilter {
  const createdFromMs = timeOf(query.get('createdTimeFrom'));
  const createdToMs = timeOf(query.get('createdTimeTo'));
  const prefix = query.get('instanceIdPrefix');
  const statuses = query.getAll('runtimeStatus').flatMap((text) => text.split(','));
  return {
    ...(createdFromMs === undefined ? {} : { createdFromMs }),
    ...(createdToMs === undefined ? {} : { createdToMs }),
    ...(prefix === null ? {} : { instanceIdPrefix: prefix }),
    statuses: statuses.flatMap((status) => knownStatus(status.trim()) ?? []),
  };
}

export function isWanted(instance: InstanceState, filter: InstanceFilter): boolean {
  const { createdFromMs = -Infinity, createdToMs = Infinity, statuses, instanceIdPrefix = '' } = filter;
  return (
    instance.createdAtMs >= createdFromMs &&
    instance.createdAtMs <= createdToMs &&
    instance.instanceId.startsWith(instanceIdPrefix) &&
    (statuses.length === 0 || statuses.includes(instance.status))
  );
}

/** One page of a list in the order of ids, and the token that asks for the next one; empty when it was the last. */
export function pageOf(
  instances: readonly InstanceState[],
  top: string | null,
  token: string | null,
): { page: InstanceState[]; nextToken: string } {
  const size = Math.max(1, Number.parseInt(top ?? '', 10) || PAGE_SIZE);
  const after = token ? Buffer.from(token, 'base64url').toString('utf8') : undefined;
  const rest = instances
    .filter(({ instanceId }) => after === undefined || instanceId > after)
    .sort((one, other) => (one.instanceId < other.instanceId ? -1 : 1));
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const nextToken =
    last && rest.length > size ? Buffer.from(last.instanceId, 'utf8').toString('base64url') : '';
  return { page, nextToken };
}

function knownStatus(text: string): string | undefined {
  return /^\d+$/.test(text) ? KNOWN_STATUSES[Number(text)] : KNOWN_STATUSES.find((name) => name === text);
}

function timeOf(text: string | null): number | undefined {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}
