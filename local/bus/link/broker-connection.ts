import { type link as Link, type Receiver, type Sender, type Session } from 'rhea';
import { asRefusal, BrokerRefusal, refuseFeature } from '../amqp/broker-refusal';
import { linkInternals, remoteTerminus } from '../amqp/rhea-internals';
import { Claims } from '../auth/claims';
import { type SharedAccessKey } from '../auth/sas-token';
import { type Faults } from '../control/faults';
import { answerManagement } from '../management/answer-management';
import { type Queues } from '../queue/queues';
import { answerCbs } from './answer-cbs';
import { type Endpoint } from './endpoint';
import { parseEntityAddress } from './entity-address';
import { QueueInlet } from './queue-inlet';
import { QueueOutlet } from './queue-outlet';
import { ReplyLink } from './reply-link';
import { RequestNode } from './request-node';

export interface BrokerServices {
  queues: Queues;
  key: SharedAccessKey;
  faults: Faults;
  /** Hears of every link that was refused: not all clients pass the reason on. */
  onRefusal: (refusal: BrokerRefusal) => void;
}

const SESSION_FILTER = 'com.microsoft:session-filter';
const TRANSFER_DESTINATION = 'com.microsoft:transfer-destination-address';

/** What the broker knows of one client's connection: its claims, and its end of each link. */
export class BrokerConnection {
  private readonly claims = new Claims();
  private readonly endpoints = new Map<Link, Endpoint>();
  /** Of closed links, too: what a client settled just before it closed is told after the close. */
  private readonly everyEndpoint = new WeakMap<Link, Endpoint>();

  constructor(private readonly services: BrokerServices) {}

  endpointOf(link: Link): Endpoint | undefined {
    return this.everyEndpoint.get(link);
  }

  /** A client wants to send. */
  openReceiver(link: Receiver): void {
    this.open(link, () => this.inletFor(link));
  }

  /** A client wants to receive. */
  openSender(link: Sender): void {
    this.open(link, () => this.outletFor(link));
  }

  close(link: Link): void {
    this.endpoints.get(link)?.onClose();
    this.endpoints.delete(link);
  }

  /** Closes all links, or those of one session. */
  closeAll(session?: Session): void {
    for (const link of this.endpoints.keys())
      if (session === undefined || link.session === session) this.close(link);
  }

  /** Accepts or refuses an attach. The answer repeats source and target: without them the C client crashes. */
  private open(link: Link, makeEndpoint: () => Endpoint): void {
    const { local } = linkInternals(link);
    local.attach.source = remoteTerminus(link, 'source')?.described();
    local.attach.target = remoteTerminus(link, 'target')?.described();
    try {
      const endpoint = makeEndpoint();
      this.endpoints.set(link, endpoint);
      this.everyEndpoint.set(link, endpoint);
    } catch (error) {
      const { condition, message } = asRefusal(error);
      // An echoed session filter would tell a client that it has the session.
      if (remoteTerminus(link, 'source') !== undefined) link.set_source({ address: link.source.address });
      this.services.onRefusal(asRefusal(error));
      link.close({ condition, description: message });
    }
  }

  private inletFor(link: Receiver): Endpoint {
    if (remoteTerminus(link, 'target') === undefined)
      throw refuseFeature('transactions (a link to the coordinator)');
    if (linkInternals(link).remote.attach.properties?.[TRANSFER_DESTINATION] !== undefined) {
      throw refuseFeature('forwarding (a send through another entity)');
    }
    const address = parseEntityAddress(link.target.address);
    if (address.kind === 'cbs') {
      return this.requestNode(link, answerCbs(this.claims, this.services.key, this.services.faults));
    }
    this.claims.require(address.resource, Date.now());
    const queue = this.services.queues.require(address.path);
    if (address.kind === 'management') return this.requestNode(link, answerManagement(queue));
    if (!address.isDeadLetterQueue) return new QueueInlet(link, queue);
    throw new BrokerRefusal(
      'com.microsoft:argument-error',
      `Nobody can send to a dead-letter queue ('${address.path}').`,
    );
  }

  private outletFor(link: Sender): Endpoint {
    const address = parseEntityAddress(link.source.address);
    if (address.kind === 'cbs') return new ReplyLink(link);
    this.claims.require(address.resource, Date.now());
    const queue = this.services.queues.require(address.path);
    if (address.kind === 'management') return new ReplyLink(link);
    if (SESSION_FILTER in ((link.source.filter as object | null | undefined) ?? {})) {
      throw refuseFeature(`sessions (a session receiver on '${address.path}')`);
    }
    return new QueueOutlet(link, queue, this.services.faults);
  }

  private requestNode(link: Receiver, answer: ReturnType<typeof answerCbs>): RequestNode {
    return new RequestNode(link, answer, (replyTo) => this.replyLinkFor(link, replyTo));
  }

  /** The partner is on the same session and node; its name decides only where several are, since not every client gives one. */
  private replyLinkFor(request: Receiver, replyTo: string | undefined): Sender | undefined {
    const node = request.target.address.toLowerCase();
    const candidates = [...this.endpoints.values()].filter(
      (endpoint): endpoint is ReplyLink =>
        endpoint instanceof ReplyLink &&
        endpoint.link.session === request.session &&
        endpoint.nodeAddress === node,
    );
    return (candidates.find(({ replyAddress }) => replyAddress === replyTo) ?? candidates.at(-1))?.link;
  }
}
