import type { GroupId } from '../domain/ids';
import type { SkuFacts } from '../domain/prepare/plan-cloud-pc';

/** Licences that groups carry. The write is for people with their own sign-in. */
export interface GroupLicences {
  /** What the tenant has bought. */
  listSkus(): Promise<SkuFacts[]>;
  /** Ids of the products that the group carries. */
  listOf(group: GroupId): Promise<string[]>;
  /** Members get the licence within minutes, or an error of their own. Safe to repeat. */
  assign(group: GroupId, sku: string): Promise<void>;
}
