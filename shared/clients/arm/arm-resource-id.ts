import { TerminalError } from '../../domain/codes';

/** A resource id taken apart: its subscription, resource group, and names from the outermost resource inwards. */
interface ArmResourceId {
  subscription: string;
  resourceGroup: string;
  names: string[];
}

/**
 * Takes a resource id apart. `types` are the provider and the resource types it must have, for example
 * `Microsoft.Compute/virtualMachines`. Throws TerminalError('rejected') where `id` is no such id.
 */
export function armResourceId(id: string, types: string): ArmResourceId {
  const [provider = '', ...kinds] = types.split('/');
  const [empty, subscriptions, subscription, groups, resourceGroup, providers, namespace, ...rest] =
    id.split('/');
  const fixed = [empty, subscriptions, groups, providers, namespace].join('/').toLowerCase();
  const isOfTypes = kinds.every((kind, index) => rest[index * 2]?.toLowerCase() === kind.toLowerCase());
  const names = rest.filter((_, index) => index % 2 === 1);
  const isComplete = names.length === kinds.length && rest.length === 2 * kinds.length && !names.includes('');
  if (
    fixed !== `/subscriptions/resourcegroups/providers/${provider.toLowerCase()}` ||
    !isOfTypes ||
    !isComplete
  ) {
    throw new TerminalError('rejected', `${id} is not the resource id of a ${types}: check the policy`);
  }
  return { subscription: subscription ?? '', resourceGroup: resourceGroup ?? '', names };
}

/** A resource path with names in braces where names stood: what is counted. */
export function armPathTemplate(path: string): string {
  const parts = path.split('/');
  const afterProviders = parts.findIndex((part) => part.toLowerCase() === 'providers') + 1;
  return parts
    .map((part, index) => (isName(index, afterProviders) ? `{${parts[index - 1] ?? ''}}` : part))
    .join('/');
}

/** Outside a provider every second segment is a name; inside, every second one after the provider's own. */
function isName(index: number, afterProviders: number): boolean {
  if (afterProviders === 0 || index < afterProviders) return index > 0 && index % 2 === 0;
  return index > afterProviders && (index - afterProviders) % 2 === 0;
}
