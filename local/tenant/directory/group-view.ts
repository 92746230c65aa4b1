import type { CollectionOptions } from '../odata/collection-reply';
import type { DirectoryGroup } from './directory-objects';

/** Shown only when `$select` names them. */
export const LICENCE_PROPERTIES = ['assignedLicenses', 'licenseProcessingState'];

export const groupSelectable = [
  'id',
  'classification',
  'createdDateTime',
  'deletedDateTime',
  'description',
  'displayName',
  'groupTypes',
  'isAssignableToRole',
  'mail',
  'mailEnabled',
  'mailNickname',
  'membershipRule',
  'onPremisesSyncEnabled',
  'securityEnabled',
  'securityIdentifier',
  'uniqueName',
  'visibility',
];

/** How groups are listed (Graph v1.0 "group" resource; filters of its properties table). */
export const groupCollection: CollectionOptions = {
  context: 'groups',
  type: 'group',
  selectable: [...groupSelectable, ...LICENCE_PROPERTIES],
  filterable: {
    id: { plain: ['eq', 'in'] },
    displayName: { plain: ['eq', 'startswith', 'in', 'ge', 'le'], advanced: ['ne', 'endswith'] },
    description: { plain: ['eq', 'startswith', 'in', 'ge', 'le'], advanced: ['ne'] },
    mailNickname: { plain: ['eq', 'startswith', 'in', 'ge', 'le'], advanced: ['ne'] },
    securityEnabled: { plain: ['eq', 'in'], advanced: ['ne'] },
    mailEnabled: { plain: ['eq'], advanced: ['ne'] },
    uniqueName: { plain: ['eq', 'startswith', 'in', 'ge', 'le'], advanced: ['ne'] },
    createdDateTime: { plain: ['eq', 'ge', 'le', 'in'], advanced: ['ne'] },
  },
};

/** All properties of a group that Graph may show. */
export function groupView(group: DirectoryGroup): Record<string, unknown> {
  const shown = Object.entries(group).filter(([name]) => groupSelectable.includes(name));
  return { ...Object.fromEntries(shown), classification: null, securityIdentifier: sidOf(group.id) };
}

/** `S-1-12-1-...`: the object id read as four little-endian numbers. */
function sidOf(id: string): string {
  const hex = id.replaceAll('-', '');
  const bytes = Buffer.from(hex, 'hex');
  const swapped = Buffer.concat([
    Buffer.from(bytes.subarray(0, 4)).reverse(),
    Buffer.from(bytes.subarray(4, 6)).reverse(),
    Buffer.from(bytes.subarray(6, 8)).reverse(),
    bytes.subarray(8),
  ]);
  return `S-1-12-1-${[0, 4, 8, 12].map((at) => swapped.readUInt32LE(at)).join('-')}`;
}
