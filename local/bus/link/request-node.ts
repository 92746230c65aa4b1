import { type Delivery, type Receiver, type Sender, type Typed } from 'rhea';
import { asOutgoing, encodeMessage } from '../amqp/rhea-internals';
import { type Endpoint } from './endpoint';
import { readRequest, type RequestMessage } from './request-message';

/** The application properties and body of an answer. */
export interface Reply {
  properties: Record<string, unknown>;
  body?: Typed;
}

export type AnswerRequest = (request: RequestMessage) => Promise<Reply>;
export type FindReplyLink = (replyTo: string | undefined) => Sender | undefined;

const CREDIT = 100;

/** The half of a request/response pair on which requests come in; the answers go out on its partner. */
export class RequestNode implements Endpoint {
  constructor(
    private readonly link: Receiver,
    private readonly answer: AnswerRequest,
    private readonly findReplyLink: FindReplyLink,
  ) {
    link.add_credit(CREDIT);
  }

  onMessage(bytes: Buffer, delivery: Delivery): void {
    let request: RequestMessage;
    try {
      request = readRequest(bytes);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      delivery.reject({
        condition: 'amqp:decode-error',
        description: `The request could not be read: ${reason}`,
      });
      return;
    }
    delivery.accept();
    this.link.add_credit(1);
    // An answer that overtakes the accept of its request is thrown away by the C client.
    setImmediate(() => void this.respond(request));
  }

  onClose(): void {
    // Nothing is kept between two requests.
  }

  private async respond(request: RequestMessage): Promise<void> {
    const { properties, body } = await this.answer(request);
    const reply = { correlation_id: request.messageId, application_properties: properties, body };
    const delivery = this.findReplyLink(request.replyTo)?.send(encodeMessage(reply), undefined, 0);
    if (delivery !== undefined) asOutgoing(delivery).settled = true; // nobody waits for the settlement of an answer
  }
}
