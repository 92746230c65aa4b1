import type { Filterable } from '../odata/filter';
import type { CollectionOptions } from '../odata/collection-reply';
import type { DirectoryUser } from './directory-objects';

/** Answered without `$select` (Graph: Get a user). */
const DEFAULTS = [
  'businessPhones',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
];

const MORE = [
  'accountEnabled',
  'assignedLicenses',
  'companyName',
  'createdDateTime',
  'creationType',
  'deletedDateTime',
  'externalUserState',
  'externalUserStateChangeDateTime',
  'identities',
  'licenseAssignmentStates',
  'mailNickname',
  'onPremisesSyncEnabled',
  'otherMails',
  'proxyAddresses',
  'usageLocation',
  'userType',
];

/** Filters that the user resource documents; the second list needs the advanced-query headers. */
const FILTERABLE: Filterable = {
  id: { plain: ['eq', 'in'] },
  accountEnabled: { plain: ['eq', 'in'], advanced: ['ne'] },
  companyName: { plain: ['eq', 'startswith', 'in'], advanced: ['ne'] },
  createdDateTime: { plain: ['eq', 'ge', 'le', 'in'], advanced: ['ne'] },
  creationType: { plain: ['eq', 'in'], advanced: ['ne'] },
  displayName: { plain: ['eq', 'startswith', 'in', 'ge', 'le'], advanced: ['ne', 'endswith'] },
  externalUserState: { plain: ['eq', 'in'], advanced: ['ne'] },
  givenName: { plain: ['eq', 'startswith', 'in'], advanced: ['ne'] },
  'identities/issuer': { plain: ['eq'] },
  'identities/issuerAssignedId': { plain: ['eq'] },
  'identities/signInType': { plain: ['eq'] },
  jobTitle: { plain: ['eq', 'startswith', 'in'], advanced: ['ne'] },
  mail: { plain: ['eq', 'startswith', 'in', 'ge', 'le'], advanced: ['ne', 'endswith'] },
  mailNickname: { plain: ['eq', 'startswith', 'in'], advanced: ['ne'] },
  surname: { plain: ['eq', 'startswith', 'in'], advanced: ['ne'] },
  usageLocation: { plain: ['eq', 'startswith', 'in'], advanced: ['ne'] },
  userPrincipalName: { plain: ['eq', 'startswith', 'in', 'ge', 'le'], advanced: ['ne', 'endswith'] },
  userType: { plain: ['eq', 'in'], advanced: ['ne'] },
};

export const userSelectable = [...DEFAULTS, ...MORE];

/** How users are listed. */
export const userCollection: CollectionOptions = {
  context: 'users',
  type: 'user',
  defaults: DEFAULTS,
  selectable: userSelectable,
  filterable: FILTERABLE,
};

/** All properties of a user that Graph may show; which of them are shown is `$select`'s business. */
export function userView(user: DirectoryUser): Record<string, unknown> {
  return {
    id: user.id,
    accountEnabled: user.accountEnabled,
    assignedLicenses: assignedLicences(user),
    businessPhones: [],
    companyName: user.companyName,
    createdDateTime: user.createdDateTime,
    creationType: user.creationType,
    deletedDateTime: user.deletedDateTime,
    displayName: user.displayName,
    externalUserState: user.externalUserState,
    externalUserStateChangeDateTime: user.externalUserStateChangeDateTime,
    givenName: user.givenName,
    identities: user.identities,
    jobTitle: user.jobTitle,
    licenseAssignmentStates: user.licences ?? [],
    mail: user.mail,
    mailNickname: user.mailNickname,
    mobilePhone: null,
    officeLocation: null,
    onPremisesSyncEnabled: null,
    otherMails: user.otherMails,
    preferredLanguage: user.preferredLanguage,
    proxyAddresses: user.proxyAddresses,
    surname: user.surname,
    usageLocation: user.usageLocation,
    userPrincipalName: user.userPrincipalName,
    userType: user.userType,
  };
}

/** What is active, each product once. */
function assignedLicences(user: DirectoryUser): Record<string, unknown>[] {
  const active = (user.licences ?? []).filter(({ state }) => state === 'Active');
  const bySku = new Map(active.map(({ skuId, disabledPlans }) => [skuId, disabledPlans]));
  return [...bySku].map(([skuId, disabledPlans]) => ({ skuId, disabledPlans }));
}
