/** What an offboarding does to the partner's tenant as a whole, in this order. */
export const TENANT_CUTS = ['block-tenant', 'propose-organizations'] as const;
/** What takes these back, each the one at its place. */
export const TENANT_UNDOS = ['unblock-tenant', 'configure-organizations'] as const;
export const TENANT_ACTIONS = [...TENANT_CUTS, ...TENANT_UNDOS] as const;
export type TenantAction = (typeof TENANT_ACTIONS)[number];
type TenantCut = (typeof TENANT_CUTS)[number];

export const isTenantAction = (action: string): action is TenantAction =>
  TENANT_ACTIONS.some((one) => one === action);

/** What an undo takes back; undefined = it is none. Pure. */
export function undoneBy(action: TenantAction): TenantCut | undefined {
  const place = TENANT_UNDOS.findIndex((one) => one === action);
  return TENANT_CUTS[place];
}
