import { type Sender } from 'rhea';
import { linkInternals } from '../amqp/rhea-internals';
import { type Endpoint } from './endpoint';

/** The half of a request/response pair on which answers go out. */
export class ReplyLink implements Endpoint {
  constructor(readonly link: Sender) {}

  get nodeAddress(): string {
    return this.link.source.address.toLowerCase();
  }

  /** The name under which the client asks for answers on this link. */
  get replyAddress(): string | undefined {
    return linkInternals(this.link).remote.attach.target === null ? undefined : this.link.target.address;
  }

  onClose(): void {
    // An answer to a closed link has nowhere to go.
  }
}
