import { type Typed } from 'rhea';
import { type MessageQueue } from '../queue/message-queue';
import { type RequestBody } from './request-body';

/** What an answer carries besides "OK". Clients take "no content" for a failure where they do not expect it. */
export type ManagementResult = Typed | 'ok' | 'no-content';

/** One `$management` operation. Failures are refusals. */
export type ManagementOperation = (queue: MessageQueue, body: RequestBody) => Promise<ManagementResult>;
