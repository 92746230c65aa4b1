import {
  auditPermissions,
  nameOf,
  type AuditedIdentity,
  type WantedPower,
} from '../../../shared/domain/permission-audit';
import { wrapped } from '../wrapped';
import type { Audited } from './audit-identities';

/** The plan as a person reads it before giving power away: what, why, and what it could be abused for. */
export function planText({ identities, remarks }: Audited, removesSurplus: boolean, width: number): string {
  return [
    ...identities.flatMap((one) => ofIdentity(one, removesSurplus, width)),
    ...remarks.map((one) => wrapped(one, width)),
  ]
    .join('\n')
    .trimEnd();
}

function ofIdentity(one: AuditedIdentity, removesSurplus: boolean, width: number): string[] {
  const { missing, kept, surplus } = auditPermissions(one);
  const removal = removesSurplus ? 'to take back' : 'TOO MUCH';
  return [
    `${one.identity} (${one.principalId}):`,
    `${kept.length} as wanted, ${missing.length} missing, ${surplus.length} too much`,
    '',
    ...missing.flatMap((want) => grant(want, width)),
    ...surplus.flatMap(({ what }) => [`- ${removal}: ${what}`, '']),
  ];
}

function grant(want: WantedPower, width: number): string[] {
  const indented = (text: string) => wrapped(`    ${text}`, width, '    ');
  const { why, abuse } = want.kind === 'permission' ? want.row : want;
  return [
    `+ to grant: ${nameOf(want)}`,
    indented(`why: ${why}`),
    indented(`abuse: ${abuse}`),
    ...(want.kind === 'permission' ? [indented(`without: ${want.row.without}`)] : []),
    '',
  ];
}
