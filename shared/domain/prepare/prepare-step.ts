import type { PrepareChange } from './prepare-change';

/** What a step of preparation is for; the same whatever was found. */
export interface StepHead {
  /** Name of the step, unique in its plan: what the operator saw is what is done. */
  id: string;
  /** What is to be true. */
  what: string;
  /** Why it matters to a guest. */
  why: string;
}

/** One step of a preparation, as the tenant stood when it was looked at. */
export interface PrepareStep extends StepHead {
  verdict: 'already-true' | 'will-create' | 'blocked';
  /** What was seen; ids and names of resources only. */
  observed: string;
  /** `blocked`: what to do about it. */
  fix: string | null;
  /** `already-true`, but somebody should know; null = nothing to say. */
  warning: string | null;
  /** `will-create`: what is done. null there = cannot be told before the steps ahead of it are done. */
  change: PrepareChange | null;
}

export const alreadyTrue = (
  head: StepHead,
  observed: string,
  warning: string | null = null,
): PrepareStep => ({
  ...head,
  verdict: 'already-true',
  observed,
  fix: null,
  warning,
  change: null,
});

export const willCreate = (head: StepHead, observed: string, change: PrepareChange | null): PrepareStep => ({
  ...head,
  verdict: 'will-create',
  observed,
  fix: null,
  warning: null,
  change,
});

export const blocked = (head: StepHead, observed: string, fix: string): PrepareStep => ({
  ...head,
  verdict: 'blocked',
  observed,
  fix,
  warning: null,
  change: null,
});

/** Not before the group is there: its id is part of the change. */
export const afterGroup = (head: StepHead): PrepareStep =>
  willCreate(head, 'the group does not exist yet', null);
