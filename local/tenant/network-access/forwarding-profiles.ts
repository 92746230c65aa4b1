import { z } from 'zod';
import { bodyOf, noContent, ok, param } from '../core/api-call';
import { badRequest, resourceNotFound } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { servicePrincipals } from '../directory/directory-objects';
import { collectionReply, type CollectionOptions } from '../odata/collection-reply';
import { entityBody } from '../odata/select';
import { forwardingProfiles, type ForwardingProfile } from './forwarding-profile';
import { servicePrincipalView } from './service-principal-view';
import { onboardingStatus } from './tenant-status';

const BASE = '/networkAccess/forwardingProfiles';
const OPTIONS: CollectionOptions = {
  context: 'networkAccess/forwardingProfiles',
  type: 'networkaccess.forwardingProfile',
  filterable: { trafficForwardingType: { plain: ['eq'] }, name: { plain: ['eq'] }, state: { plain: ['eq'] } },
};
/** Graph beta "List forwardingProfiles", "Update forwardingProfile" (current reference lists application permissions). */
const READ = {
  permissions: ['NetworkAccess.Read.All', 'NetworkAccess.ReadWrite.All'],
  versions: ['beta'],
} as const;
const WRITE = { permissions: ['NetworkAccess.ReadWrite.All'], versions: ['beta'] } as const;

const patchBody = z.strictObject({
  '@odata.type': z.string().optional(),
  state: z.enum(['enabled', 'disabled']).optional(),
  priority: z.number().int().optional(),
});

/** Forwarding profiles, beta only: list, get, enable. No call assigns one: its service principal's app roles do. */
export function registerForwardingProfiles(graph: GraphRoutes): void {
  graph.get(BASE, READ, (call) =>
    collectionReply(
      call,
      profilesOf(call).map((profile) => view(call, profile)),
      OPTIONS,
    ),
  );
  graph.get(`${BASE}/{id}`, READ, (call) =>
    ok(entityBody(call, 'networkAccess/forwardingProfiles', view(call, profileOf(call)), OPTIONS)),
  );
  graph.patch(`${BASE}/{id}`, WRITE, (call) => {
    const profile = profileOf(call);
    const { state = profile.state, priority = profile.priority } = bodyOf(call, patchBody, 'BadRequest');
    if (priority !== profile.priority && !profile.isCustomProfile) {
      throw badRequest('The priority of a built-in profile cannot be changed.', 'BadRequest');
    }
    const lastModifiedDateTime = call.tenant.clock.iso();
    const changed = call.tenant.store
      .in(forwardingProfiles)
      .put({ ...profile, state, priority, lastModifiedDateTime });
    // The tutorial shows 204, the reference 200 with the profile.
    return call.tenant.switches.get('profilePatchAnswersBody') ? ok(view(call, changed)) : noContent();
  });
}

/** A tenant that never came through onboarding has no profiles. */
function profilesOf(call: GraphCall): ForwardingProfile[] {
  const isBefore = ['offboarded', 'onboardingInProgress'].includes(onboardingStatus(call.tenant));
  return isBefore ? [] : call.tenant.store.in(forwardingProfiles).all();
}

function profileOf(call: GraphCall): ForwardingProfile {
  const id = param(call, 'id').toLowerCase();
  const found = profilesOf(call).find((profile) => profile.id === id);
  if (found === undefined) throw resourceNotFound(id);
  return found;
}

function view(call: GraphCall, profile: ForwardingProfile): Record<string, unknown> {
  const expands = call.query
    .get('$expand')
    ?.split(',')
    .some((part) => part.trim().startsWith('servicePrincipal'));
  return {
    id: profile.id,
    name: profile.name,
    description: profile.description,
    state: profile.state,
    version: '1.0.0',
    lastModifiedDateTime: profile.lastModifiedDateTime,
    trafficForwardingType: profile.trafficForwardingType,
    priority: profile.priority,
    isCustomProfile: profile.isCustomProfile,
    associations: [],
    ...(expands === true ? { servicePrincipal: expandedPrincipal(call, profile) } : {}),
  };
}

/** The schema says never null, Microsoft's own sample shows null: a switch, and null without a stored principal. */
function expandedPrincipal(call: GraphCall, profile: ForwardingProfile): Record<string, unknown> | null {
  const { store, switches } = call.tenant;
  const principal = store.in(servicePrincipals).get(profile.servicePrincipalId ?? '');
  const isHidden = profile.hidesServicePrincipal === true || switches.get('profileServicePrincipalNull');
  if (principal === undefined || isHidden) return null;
  return servicePrincipalView(principal);
}
