import type { MemberOutbox, MemberWish } from '../member-outbox';
import { MemoryRows } from './memory-rows';

/** {@link MemberOutbox} in memory, for tests: forgets all when it is dropped. */
export function memoryMemberOutbox(): MemberOutbox {
  const rows = new MemoryRows<MemberWish>('MemberOutbox');
  return {
    put: (wish) => rows.revise(`${wish.group} ${wish.member}`, () => wish),
    read: (group, member) => rows.read(`${group} ${member}`),
    list: (group) => rows.list(`${group} `),
    refuse: (wish, etag, refused) => rows.replace(`${wish.group} ${wish.member}`, { ...wish, refused }, etag),
    remove: (group, member, etag) => rows.remove(`${group} ${member}`, etag),
    purgeRefusedBefore: async (at, most) =>
      (await rows.removeWhere(({ askedAt, refused }) => askedAt < at && refused !== null, most)).length,
    listOf: async (member) => (await rows.list()).filter(({ value }) => value.member === member),
  };
}
