import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readExclusion } from '../../orchestrations/activities/read-exclusion';
import type { Directory } from '../../shared/clients/directory';
import { RetryableError, TerminalError } from '../../shared/domain/codes';
import { groupId, guestId } from '../../shared/domain/ids';
import { MemoryTenant } from '../support/memory-tenant';
import { CONTOSO_TENANT, contosoPolicy } from '../support/contoso-policy';
import { productUnderTest, type ProductUnderTest } from '../support/product-under-test';
import { guid } from '../shared/state/builders';

const EXCLUDED = groupId(guid(9, 'e'));
const START = Date.parse('2026-03-02T08:00:00Z');
let tenant: MemoryTenant;
let product: ProductUnderTest;
let failure: Error | undefined;

beforeEach(async () => {
  tenant = new MemoryTenant(2);
  failure = undefined;
  product = await productUnderTest({
    capabilities: (now) => {
      const all = tenant.capabilities(now);
      const directory: Directory = {
        ...all.directory,
        readMemberships: (user, groups) =>
          failure !== undefined && groups.includes(EXCLUDED)
            ? Promise.reject(failure)
            : all.directory.readMemberships(user, groups),
      };
      return { ...all, directory };
    },
    settings: { tenantId: CONTOSO_TENANT, blockedGroup: null, excludedGroup: EXCLUDED },
    startMs: START,
  });
  const policy = contosoPolicy({ mode: { kind: 'enforce' } });
  await product.ports.partners.put(policy, undefined);
});
afterEach(() => product.stop());

describe('the exclusion list', () => {
  it('keeps every write away from whom it names, and lets go once it does not', async () => {
    const ada = tenant.admit(1, START);
    tenant.group(EXCLUDED).add(ada);
    await product.hint(ada);
    await product.advance(60);
    expect(await product.guest(ada)).toMatchObject({ state: 'observed', reason: { code: 'excluded' } });
    expect(tenant.effects).toEqual([]);
    tenant.group(EXCLUDED).delete(ada);
    await product.hint(ada);
    await product.advance(60);
    expect((await product.guest(ada)).state).toBe('ready');
  });

  it('that cannot be read holds the guest, writes nothing, and is looked at again within the hour', async () => {
    const ada = tenant.admit(1, START);
    failure = new TerminalError('not-found', 'the directory has no such group');
    await product.hint(ada);
    await product.advance(60);
    const held = { state: 'held', reason: { code: 'exclusion-unreadable' } };
    expect(await product.guest(ada)).toMatchObject(held);
    expect(tenant.effects).toEqual([]);
    failure = undefined;
    await product.advance(3600 + 120);
    expect((await product.guest(ada)).state).toBe('ready');
  });

  it('stops a run before its next write, where a name is added or the mode set back meanwhile', async () => {
    const ada = tenant.admit(1, START);
    tenant.durations.installSeconds = 600;
    await product.hint(ada);
    await product.advance(20);
    const before = [...tenant.effects];
    expect(before.some((effect) => effect.startsWith('install'))).toBe(true);
    tenant.group(EXCLUDED).add(ada);
    await product.advance(3 * 3600);
    expect(tenant.effects.filter((effect) => !effect.startsWith('clear'))).toEqual(before);
  });
});

describe('reading the exclusion list', () => {
  const read = (error?: Error) =>
    readExclusion({
      excludedGroup: EXCLUDED,
      excludedIds: [guid(7)],
      directory: {
        ...tenant.capabilities(() => START).directory,
        ...(error && { readMemberships: () => Promise.reject(error) }),
      },
    });

  it('takes ids beside the group, and nobody whose account is gone', async () => {
    expect(await read()(guestId(guid(7)))).toBe('named');
    expect(await read(new TerminalError('forbidden', 'no'))(guestId(guid(8)))).toBe('not-named');
  });

  it('is unreadable where the service says no for good, and asks again where it does not answer', async () => {
    const ada = guestId(tenant.admit(1, START));
    expect(await read(new TerminalError('forbidden', 'no'))(ada)).toBe('unreadable');
    await expect(read(new RetryableError('throttled', 'busy', 5))(ada)).rejects.toThrow('busy');
  });
});
