import { type Sender } from 'rhea';
import { remoteTerminus } from '../amqp/rhea-internals';
import { type Endpoint } from './endpoint';

/** The half of a request/response pair on which answers go out. */
export class ReplyLink implements Endpoint {
  constructor(readonly link: Sender) {}

  get nodeAddress(): string {
    return this.link.source.address.toLowerCase();
  }

  /** The name under which the client asks for answers on this link. */
  get replyAddress(): string | undefined {
    return remoteTerminus(this.link, 'target') === undefined ? undefined : this.link.target.address;
  }

  onClose(): void {
    // An answer to a closed link has nowhere to go.
  }
}
