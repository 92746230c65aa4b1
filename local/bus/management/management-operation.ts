import { type Typed } from 'rhea';
import { type MessageQueue } from '../queue/message-queue';
import { type RequestBody } from './request-body';

/** One `$management` operation. The result is the answer's body; `undefined` = "no content". Failures are refusals. */
export type ManagementOperation = (queue: MessageQueue, body: RequestBody) => Promise<Typed | undefined>;
