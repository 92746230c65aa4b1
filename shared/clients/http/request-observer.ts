import type { Authority } from './service-answer';

/** One request that left this process. */
export interface ObservedRequest {
  authority: Authority;
  method: string;
  /** Path without query, with names in braces where ids stood. */
  pathTemplate: string;
  /** 0 = no answer came. */
  status: number;
}

/** Told of every request after its answer, or its failure. Must not throw. */
export type RequestObserver = (request: ObservedRequest) => void;
