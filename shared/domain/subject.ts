import { z } from 'zod';
import { isGuid, type RunId } from './ids';

/** What has one life at a time (design, section 9). */
export const SUBJECT_KINDS = ['guest', 'host', 'group', 'job', 'order', 'replay'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** `id` is a GUID: the guest's or group's object id, the host's id, a job's own; of an order the guest's, of a replay its plan's. */
export const subjectSchema = z.object({
  kind: z.enum(SUBJECT_KINDS),
  id: z.string().refine(isGuid, 'must be a GUID').toLowerCase(),
});
export type Subject = z.infer<typeof subjectSchema>;

/** Partition key of everything stored about a subject: `{kind}-{guid}`. */
export function subjectKey(subject: Subject): string {
  return `${subject.kind}-${subject.id}`;
}

/** Instance id of the subject's run number `run`. */
export function runId(subject: Subject, run: number): RunId {
  return `${subjectKey(subject)}-${run}` as RunId;
}
