import { planBodySchema, type PlanBody } from '../../shared/domain/plan';
import type { Documents } from '../../shared/state/documents';

/** The frozen body of a plan, by its hash. Throws where the document is gone or was changed. */
export type PlanBodyReader = (hash: string) => Promise<PlanBody>;

/** Reads a body once, however often it is asked for in a row: what a hash names does not change. */
export function rememberingPlanBody(documents: Documents): PlanBodyReader {
  let last: { hash: string; body: PlanBody } | undefined;
  return async (hash) => {
    if (last?.hash === hash) return last.body;
    const text = await documents.read(hash);
    if (text === undefined) throw new Error(`The body ${hash} of a plan is gone from the documents`);
    const body = planBodySchema.parse(JSON.parse(text));
    last = { hash, body };
    return body;
  };
}
