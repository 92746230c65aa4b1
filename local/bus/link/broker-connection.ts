import { type link as Link, type Receiver, type Sender, type Session } from 'rhea';
import { asRefusal, BrokerRefusal, refuseFeature } from '../amqp/broker-refusal';
import { isToCoordinator } from '../amqp/admit-attaches';
import { linkInternals, remoteTerminus } from '../amqp/rhea-internals';
import { Claims } from '../auth/claims';
import { type SharedAccessKey } from '../auth/sas-token';
import { type Faults } from '../control/faults';
import { answerManagement } from '../management/answer-management';
import { type Queues } from '../queue/queues';
import { answerCbs } from './answer-cbs';
import { type Endpoint } from './endpoint';
import { parseEntityAddress, type EntityAddress } from './entity-address';
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

  /** The client has shown the key itself: it needs no token. */
  trustEverywhere(): void {
    this.claims.add({ path: '', expiresAtMs: Infinity });
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

  /**
   * Accepts or refuses an attach. The answer repeats source and target: without them the C client crashes. A refusal
   * leaves out the broker's own end, as AMQP 1.0 (2.6.3) has it: the .NET client takes the link for open otherwise.
   */
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
      local.attach[link.is_receiver() ? 'target' : 'source'] = undefined;
      this.services.onRefusal(asRefusal(error));
      link.close({ condition, description: message });
    }
  }

  private inletFor(link: Receiver): Endpoint {
    if (isToCoordinator(link)) throw refuseFeature('transactions (a link to the coordinator)');
    if (linkInternals(link).remote.attach.properties?.[TRANSFER_DESTINATION] !== undefined) {
      throw refuseFeature('forwarding (a send through another entity)');
    }
    const address = addressOf(link, 'target');
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
    const address = addressOf(link, 'source');
    if (address.kind === 'cbs') return new ReplyLink(link);
    this.claims.require(address.resource, Date.now());
    const queue = this.services.queues.require(address.path);
    if (address.kind === 'management') return new ReplyLink(link);
    refuseFilters(link, address.path);
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

function addressOf(link: Link, end: 'source' | 'target'): EntityAddress {
  const address = remoteTerminus(link, end) && (link[end] as { address?: unknown }).address;
  if (typeof address === 'string') return parseEntityAddress(address);
  throw new BrokerRefusal(
    'com.microsoft:argument-error',
    `The link's ${end} names no address: the name of a queue, $cbs, or <queue>/$management.`,
  );
}

/** A filter that were passed over in silence would hand out messages its client did not ask for. */
function refuseFilters(link: Sender, path: string): void {
  const [filter] = Object.keys((link.source.filter as object | null | undefined) ?? {});
  if (filter === undefined) return;
  if (filter.includes('session-filter')) throw refuseFeature(`sessions (a session receiver on '${path}')`);
  throw refuseFeature(`filters on a queue (${filter} on '${path}')`);
}
