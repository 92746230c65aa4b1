import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { permissionsOf } from '../../../shared/domain/graph-permissions';
import {
  auditPermissions,
  GROUPS_ADMINISTRATOR,
  nameOf,
  planHash,
  wantedPowers,
  type AuditedIdentity,
  type HeldPower,
} from '../../../shared/domain/permission-audit';

const PRINCIPAL = '9a1d4c52-6b0f-4f6e-8a35-0c4f5e1b7d21';
const UNIT = '6f3c1d52-6b0f-4f6e-8a35-0c4f5e1b7d21';
const rows = permissionsOf('runtime', 'writes');
const all = { without: [], unit: null };
const held = (what: string): HeldPower => ({
  kind: 'permission',
  what,
  resourceId: 'graph',
  assignmentId: what,
});
const identity = (changes: Partial<AuditedIdentity> = {}): AuditedIdentity => ({
  identity: 'runtime',
  principalId: PRINCIPAL,
  wanted: wantedPowers(rows, all),
  held: [],
  ...changes,
});

describe('comparing what an identity holds with what it needs', () => {
  it('finds all of it missing where nothing is held', () => {
    const { missing, kept, surplus } = auditPermissions(identity());
    expect(missing.map(nameOf)).toEqual(rows.map(({ permission }) => permission));
    expect([kept, surplus]).toEqual([[], []]);
  });

  it('calls too much what nobody asked for, on Graph, on another app, or as a role of the directory', () => {
    const odd: HeldPower[] = [
      held('Directory.ReadWrite.All'),
      { kind: 'foreign-permission', what: 'app role x of Mail', resourceId: 'mail', assignmentId: 'a' },
      { kind: 'directory-role', what: 'Global Administrator', roleId: 'r', scope: '/' },
    ];
    const found = auditPermissions(identity({ held: [...odd, ...rows.map((row) => held(row.permission))] }));
    expect(found.surplus).toEqual(odd);
    expect(found.missing).toEqual([]);
  });

  it('puts every power into exactly one list, whatever is held', () => {
    const names = [...rows.map(({ permission }) => permission), 'Mail.Send', 'Directory.Read.All'];
    fc.assert(
      fc.property(fc.subarray(names), (some) => {
        const { missing, kept, surplus } = auditPermissions(identity({ held: some.map(held) }));
        expect(missing.length + kept.length).toBe(rows.length);
        expect(kept.length + surplus.length).toBe(some.length);
      }),
    );
  });

  it('wants a role within the administrative unit in place of the tenant-wide permission', () => {
    const wanted = wantedPowers(rows, { without: ['CloudPC.Read.All'], unit: UNIT });
    const names = wanted.map(nameOf);
    expect(names).not.toContain('GroupMember.ReadWrite.All');
    expect(names).not.toContain('CloudPC.Read.All');
    const scope = `/administrativeUnits/${UNIT}`;
    expect(wanted).toContainEqual(expect.objectContaining({ roleId: GROUPS_ADMINISTRATOR, scope }));
    const elsewhere = identity({
      wanted,
      held: [
        { kind: 'directory-role', what: 'Groups Administrator', roleId: GROUPS_ADMINISTRATOR, scope: '/' },
      ],
    });
    expect(auditPermissions(elsewhere).surplus).toHaveLength(1);
  });
});

describe('the hash of a plan', () => {
  it('changes with what is held, and with whether anything is taken back', () => {
    const before = planHash([identity()], false);
    const odd = identity({ held: [held('Directory.ReadWrite.All')] });
    expect(planHash([identity({ held: [held('User.Read.All')] })], false)).not.toBe(before);
    expect(planHash([odd], false)).toBe(before);
    expect(planHash([odd], true)).not.toBe(before);
  });
});
