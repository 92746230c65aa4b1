import { groupId } from '../../shared/domain/ids';
import { RetryableError } from '../../shared/domain/codes';
import type { OrderAction, RemovalOrder } from '../../shared/domain/removal-order';
import type { GatewayDeps } from './gateway';
import type { OrderEffect } from './order-effect';
import { TENANT_ORDER_EFFECTS } from './tenant-order-effects';

const account = async ({ directory }: GatewayDeps, { guest }: RemovalOrder) => {
  const user = await directory.readUser(guest);
  return user === undefined ? 'gone' : user.accountEnabled ? 'enabled' : 'disabled';
};

const cloudPcGroup = ({ target, guest, action }: RemovalOrder) => {
  if (target === null) throw new Error(`An order ${action} for guest ${guest} names no target`);
  return target;
};

/** A Cloud PC that is on its way out, or was made empty. */
const GOING = new Set(['deprovisioning', 'notProvisioned']);

/** One effect for each action: how it is read, and the one call that brings it about. */
export const ORDER_EFFECTS: Readonly<Record<OrderAction, OrderEffect>> = {
  ...TENANT_ORDER_EFFECTS,
  'disable-account': {
    change: 'account-disabled',
    read: async (deps, order) => {
      const state = await account(deps, order);
      return { image: { account: state }, isDone: state !== 'enabled' };
    },
    act: ({ accounts }, { guest }) => accounts.setEnabled(guest, false),
  },
  'enable-account': {
    change: 'account-enabled',
    read: async (deps, order) => {
      const state = await account(deps, order);
      return { image: { account: state }, isDone: state === 'enabled' };
    },
    act: ({ accounts }, { guest }) => accounts.setEnabled(guest, true),
  },
  'delete-account': {
    change: 'account-deleted',
    read: async (deps, order) => {
      const state = await account(deps, order);
      return { image: { account: state }, isDone: state === 'gone' };
    },
    act: ({ accounts }, { guest }) => accounts.remove(guest),
  },
  'restore-account': {
    change: 'account-restored',
    read: async (deps, order) => {
      const state = await account(deps, order);
      return { image: { account: state }, isDone: state !== 'gone' };
    },
    act: ({ accounts }, { guest }) => accounts.restore(guest),
  },
  'leave-cloud-pc-group': {
    change: 'member-removed',
    read: async ({ members }, order) => {
      const isMember = await members.isMember(groupId(cloudPcGroup(order)), order.guest);
      return { image: { isMember }, isDone: !isMember };
    },
    act: ({ members }, order) => members.removeMember(groupId(cloudPcGroup(order)), order.guest),
  },
  'end-grace-period': {
    change: 'grace-ended',
    read: async ({ cloudPcs }, order) => {
      const found = await cloudPcs.readCloudPc(cloudPcGroup(order));
      const isGoing = found === undefined || GOING.has(found.status);
      return { image: { status: found?.status ?? 'gone' }, isDone: isGoing };
    },
    // The grace period begins some minutes after the licence has gone; before it there is nothing to end.
    act: async ({ cloudPcs }, order) => {
      const id = cloudPcGroup(order);
      const status = (await cloudPcs.readCloudPc(id))?.status ?? 'gone';
      if (status === 'inGracePeriod') return cloudPcs.endGracePeriod(id);
      throw new RetryableError(
        'not-replicated',
        `Cloud PC ${id} is ${status}: it has no grace period yet`,
        30,
      );
    },
  },
};
