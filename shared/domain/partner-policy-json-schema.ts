import { z } from 'zod';
import { partnerPolicyFileSchema, type PartnerPolicyFile } from './partner-policy-file';

/** What editors show beside a field of a policy file. */
const DESCRIPTIONS: Record<keyof PartnerPolicyFile, string> = {
  partner: 'Short name of the partner: 1 to 40 lower-case letters, digits and inner hyphens.',
  homeTenant:
    'Entra tenant id of the partner. Guests must have redeemed their invitation with an account of it.',
  domains: 'Mail domains of the partner. One domain belongs to one partner.',
  mode: 'What Gatehouse may do: observe writes nothing, pilot for the named guests only, enforce for all.',
  admitWhen: 'Who is entitled. No default: file sharing makes guests too.',
  enrol: 'Which guests that were here before Gatehouse are taken in. Default: none (new-only).',
  identityProviders: 'What guests may have redeemed their invitation with. Default: entra.',
  accessGroup:
    'Object id of the group that carries roles, profiles and apps. Left out: gatehouse partner prepare makes it.',
  desktops:
    'Which desktop: the first offer whose forGroup holds the guest, or that has none, is the guest’s.',
  profiles: 'Global Secure Access traffic profiles that guests get.',
  acceptTenantWideProfile: 'Whether a profile for all users will do: it cannot be withdrawn from one guest.',
  privateApps: 'Object ids of the private apps’ service principals that guests reach. Default: none.',
  crossTenantTrust: 'Claims of the partner’s tenant that this tenant shall trust. Default: not looked at.',
  desktopRight:
    'Set to attested when the partner vouches that its users hold a licence for Azure Virtual Desktop.',
  client: 'The Global Secure Access client on the desktops.',
  startVm: 'Whether a stopped machine may be started to install the client.',
  maintenanceWindow: 'When installs, restarts and starts of machines are allowed. Default: at any time.',
  sponsor: 'Object id of the user who is told of this partner’s guests.',
  notices: 'Who is told of this partner’s guests, and by which way. Default: nobody.',
  expireAfterDays:
    'Days after which the preparation of an invitation that nobody accepted is undone; the account stays. Default: never.',
  account: 'What becomes of a guest’s account once access is gone. No default.',
  hostReuse:
    'Which personal hosts that were somebody’s its guests may get: never any, those declared clean (after-reimage), or its own former guests’ too (same-partner). Default: never.',
  tenantOnRemoval:
    'What a removal of all its guests does to the partner’s tenant: keep, or block its inbound access and propose its connected organisations. Default: keep.',
  caps: 'How many guests of the partner may lose access by themselves on a day. Default: 5 or 2 %.',
  onPartnerEvent: 'What a sign that the partner has gone starts: a proposal, or the cut. No default.',
  onGroupDrift: 'What a foreign change of a managed group starts: a finding, or a repair. No default.',
};

const GUID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

/**
 * The JSON Schema of a policy file, for editors and other programs (docs/partner-policy.schema.json). The check of
 * {@link partnerPolicyFileSchema} says more: it also compares fields with each other.
 */
export function partnerPolicyJsonSchema(): object {
  const schema = z.toJSONSchema(partnerPolicyFileSchema, { io: 'input', override: addGuidPattern });
  const described = Object.entries(schema.properties ?? {}).map(
    ([name, property]) =>
      [name, { description: DESCRIPTIONS[name as keyof PartnerPolicyFile], ...Object(property) }] as const,
  );
  return {
    ...schema,
    title: 'Gatehouse partner policy',
    properties: Object.fromEntries(described),
  };
}

/** Object ids are checked by a function, which JSON Schema cannot say: the pattern stands for it. */
function addGuidPattern({ zodSchema, jsonSchema }: OverrideContext): void {
  const isPlainText = jsonSchema.type === 'string' && Object.keys(jsonSchema).length === 1;
  if (!isPlainText) return;
  const accepts = (text: string) => z.safeParse(zodSchema, text).success;
  if (accepts('00000000-0000-4000-8000-000000000000') && !accepts('x')) jsonSchema.pattern = GUID;
}

type OverrideContext = Parameters<NonNullable<z.core.ToJSONSchemaParams['override']>>[0];
