import type { Desktops, SessionHost } from '../desktops';
import { remembered } from '../../remembered';

/** Pools and workspaces change by people's hands only. */
const KEEP_MS = 60_000;

/** {@link Desktops} that reads a pool once a minute at most, and a list of hosts as often as its age is not borne. */
export function rememberingDesktops(desktops: Desktops, nowMs: () => number): Desktops {
  const pool = remembered((id) => desktops.readHostPool(id), KEEP_MS, nowMs);
  const workspace = remembered((id) => desktops.readWorkspaceOf(id), KEEP_MS, nowMs);
  const lists = new Map<string, { hosts: Promise<SessionHost[]>; atMs: number }>();
  return {
    ...desktops,
    readHostPool: (id) => pool(id),
    readWorkspaceOf: (id) => workspace(id),
    listSessionHosts: (id, maxAgeSeconds = 0) => {
      const known = lists.get(id);
      if (known !== undefined && nowMs() - known.atMs < maxAgeSeconds * 1000) return known.hosts;
      const hosts = desktops.listSessionHosts(id);
      lists.set(id, { hosts, atMs: nowMs() });
      hosts.catch(() => {
        if (lists.get(id)?.hosts === hosts) lists.delete(id);
      });
      return hosts;
    },
  };
}
