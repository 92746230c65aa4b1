import {
  auditPermissions,
  nameOf,
  type AuditedIdentity,
  type WantedPower,
} from '../../../shared/domain/permission-audit';
import type { Audited } from './audit-identities';

const WIDTH = 80;

/** The plan as a person reads it before giving power away: what, why, and what it could be abused for. */
export function planText({ identities, remarks }: Audited, removesSurplus: boolean): string {
  return [
    ...identities.flatMap((one) => ofIdentity(one, removesSurplus)),
    ...remarks.map((one) => wrap(one, '')),
  ]
    .join('\n')
    .trimEnd();
}

function ofIdentity(one: AuditedIdentity, removesSurplus: boolean): string[] {
  const { missing, kept, surplus } = auditPermissions(one);
  const removal = removesSurplus ? 'to take back' : 'TOO MUCH';
  return [
    `${one.identity} (${one.principalId}):`,
    `${kept.length} as wanted, ${missing.length} missing, ${surplus.length} too much`,
    '',
    ...missing.flatMap(grant),
    ...surplus.flatMap(({ what }) => [`- ${removal}: ${what}`, '']),
  ];
}

function grant(want: WantedPower): string[] {
  const { why, abuse } = want.kind === 'permission' ? want.row : want;
  return [
    `+ to grant: ${nameOf(want)}`,
    wrap(`why: ${why}`, '    '),
    wrap(`abuse: ${abuse}`, '    '),
    ...(want.kind === 'permission' ? [wrap(`without: ${want.row.without}`, '    ')] : []),
    '',
  ];
}

/** Lines of 80 columns at most, each begun by `indent`. */
export function wrap(text: string, indent: string): string {
  const width = WIDTH - indent.length;
  const lines = text.match(new RegExp(`.{1,${width}}(?:\\s|$)|\\S{1,${width}}`, 'g')) ?? [];
  return lines.map((line) => `${indent}${line.trimEnd()}`).join('\n');
}
