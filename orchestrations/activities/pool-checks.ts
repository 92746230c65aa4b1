import type { DesktopRoles } from '../../shared/clients/desktop-roles';
import type { Desktops } from '../../shared/clients/desktops';
import { blockedCheck, okCheck, warningCheck, type JudgedCheck } from '../../shared/domain/check';
import { TerminalError } from '../../shared/domain/codes';
import { judgeHostPool, type HostPoolReading, type RoleReading } from '../../shared/domain/judge-host-pool';
import type { Preparation } from '../contract';

export interface PoolDeps {
  desktops: Desktops;
  desktopRoles: DesktopRoles;
}

const LIST_AGE_SECONDS = 60;

/** Can the access group's members use the pools of the offer? Nothing to say about a Windows 365 offer. */
export async function poolChecks(deps: PoolDeps, preparation: Preparation): Promise<JudgedCheck[]> {
  const { offer, hasDesktopRight } = preparation;
  if (offer.kind !== 'avd-personal') return [];
  const pools = await Promise.all(
    offer.hostPools.map(async (id) => {
      try {
        return judgeHostPool(await readPool(deps, id, preparation));
      } catch (error) {
        if (!(error instanceof TerminalError) || error.code !== 'not-found') throw error;
        const observed = `there is no host pool ${id}`;
        return [blockedCheck('host-pool', 'not-found', observed, 'Correct the pool’s id in the policy.')];
      }
    }),
  );
  return [...pools.flat(), judgeRight(hasDesktopRight)];
}

function judgeRight(isAttested: boolean): JudgedCheck {
  return isAttested
    ? okCheck('desktop-right', 'the partner’s users are attested to hold a licence for Azure Virtual Desktop')
    : warningCheck(
        'desktop-right',
        'nobody attests that the partner’s users hold a licence for Azure Virtual Desktop',
        'Ask the partner, and write desktopRight: attested into the policy.',
      );
}

async function readPool(
  { desktops, desktopRoles }: PoolDeps,
  id: string,
  { accessGroup }: Preparation,
): Promise<HostPoolReading> {
  const pool = await desktops.readHostPool(id);
  const [first] = await desktops.listSessionHosts(id, LIST_AGE_SECONDS);
  const machineGroup = resourceGroupOf(first?.vmResourceId ?? null);
  const groups = pool.applicationGroups;
  const applicationGroups = await orNull(() =>
    Promise.all(
      groups.map(async (group) => ({ id: group, workspace: await desktops.readWorkspaceOf(group) })),
    ),
  );
  const rolesAt = (scopes: readonly string[]): Promise<RoleReading[] | null> =>
    orNull(async () =>
      (await Promise.all(scopes.map((scope) => desktopRoles.listHeldAt(scope, accessGroup)))).flat(),
    );
  return {
    id,
    hostPoolType: pool.hostPoolType,
    customRdpProperty: pool.customRdpProperty,
    isStartVmOnConnect: pool.isStartVmOnConnect,
    applicationGroups,
    desktopRoles: await rolesAt(groups),
    machineGroup,
    machineRoles: await rolesAt(machineGroup === null ? [] : [machineGroup]),
  };
}

/** The resource group in a machine's id; null where there is none to see. */
function resourceGroupOf(vmResourceId: string | null): string | null {
  return /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(vmResourceId ?? '')?.[0] ?? null;
}

/** null = the service may not read it. */
async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TerminalError && error.code === 'forbidden') return null;
    throw error;
  }
}
