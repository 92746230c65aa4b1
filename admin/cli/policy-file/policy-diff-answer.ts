import type { Standing } from '../../../shared/domain/standing';

/** What `POST partners/{partner}/diff` answers. */
export interface PolicyDiffAnswer {
  isNew: boolean;
  mode: { before: string | null; after: string };
  guests: number;
  changes: { guest: string; before: string; after: string; gains: string[]; loses: string[] }[];
  standing: Standing;
  groups: { role: string; group: string; trouble: string | null }[];
}
