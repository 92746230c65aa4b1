import { z } from 'zod';
import type { SeededIds } from './seeded-ids';

export const faultRuleInput = z.strictObject({
  path: z.string().describe('path without query; * stands for any letters, e.g. /v1.0/users/*'),
  method: z.string().toUpperCase().optional().describe('all methods when left out'),
  status: z
    .union([z.literal(0), z.number().int().min(200).max(599)])
    .optional()
    .describe('status to answer; 0 cuts the connection; left out: only the delay'),
  count: z.number().int().positive().optional().describe('how often; without end when left out'),
  probability: z.number().min(0).max(1).optional().describe('1 when left out'),
  afterEffect: z.boolean().optional().describe('first do what was asked, then answer with the fault'),
  retryAfterSeconds: z.number().nonnegative().optional(),
  delayMs: z.number().int().nonnegative().optional().describe('wait on the tenant clock before the answer'),
  code: z.string().optional().describe('error code in the body'),
  message: z.string().optional().describe('error message in the body'),
});

export type FaultRuleInput = z.input<typeof faultRuleInput>;
type FaultRuleFields = z.output<typeof faultRuleInput>;

/** A rule in force, and how often it has struck. */
export type FaultRule = { [K in keyof FaultRuleFields]: FaultRuleFields[K] } & { id: string; struck: number };

/** What is to go wrong on purpose. Rules live as long as the process: a fault is an experiment, not state. */
export class FaultRules {
  readonly #ids: SeededIds;
  readonly #rules = new Map<string, { rule: FaultRule; expression: RegExp }>();

  constructor(ids: SeededIds) {
    this.#ids = ids;
  }

  add(input: FaultRuleInput): FaultRule {
    const fields = faultRuleInput.parse(input);
    const rule = {
      ...fields,
      id: `fault-${this.#ids.count('faults')}`,
      struck: 0,
    };
    this.#rules.set(rule.id, { rule, expression: wildcard(fields.path) });
    return { ...rule };
  }

  remove(id: string): boolean {
    return this.#rules.delete(id);
  }

  clear(): void {
    this.#rules.clear();
  }

  list(): FaultRule[] {
    return [...this.#rules.values()].map(({ rule }) => ({ ...rule }));
  }

  /** The first rule that strikes this request; counts it as struck. */
  strike(method: string, path: string): FaultRule | undefined {
    for (const { rule, expression } of this.#rules.values()) {
      if (!expression.test(path) || !this.#applies(rule, method)) continue;
      rule.struck += 1;
      return { ...rule };
    }
    return undefined;
  }

  #applies(rule: FaultRule, method: string): boolean {
    if (rule.count !== undefined && rule.struck >= rule.count) return false;
    if (rule.method !== undefined && rule.method !== method) return false;
    return rule.probability === undefined || this.#ids.fraction(`fault/${rule.id}`) < rule.probability;
  }
}

function wildcard(path: string): RegExp {
  const source = path.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 'i');
}
