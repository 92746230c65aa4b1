import { type Session } from 'rhea';
import { linkInternals, sessionInternals, type AttachPerformative } from './rhea-internals';

/** The target of a link that controls transactions: AMQP 1.0, 4.5.1. rhea knows no such terminus and would warn of it. */
const COORDINATOR = new Set(['48', 'amqp:coordinator:list']);

const toCoordinators = new WeakSet<AttachPerformative>();

/** Whether the client wants this link to a transaction coordinator; its target is left out then. */
export const isToCoordinator = (link: object): boolean =>
  toCoordinators.has(linkInternals(link).remote.attach);

/**
 * Lets rhea take attaches as a broker must. It keeps a session's links by their name alone, while AMQP lets a sender
 * and a receiver share one (2.6.1): the second would end the connection. Read in rhea 3.0.5, lib/session.js.
 */
export function admitAttaches(session: Session): void {
  const internals = sessionInternals(session);
  const onAttach = internals.on_attach.bind(session);
  let admitted = 0;
  internals.on_attach = (frame) => {
    const { performative } = frame;
    if (COORDINATOR.has(String(performative.target?.descriptor?.value))) {
      toCoordinators.add(performative);
      performative.target = null;
    }
    onAttach(frame);
    const link = internals.links[performative.name];
    if (link === undefined) return;
    Reflect.deleteProperty(internals.links, performative.name);
    link.name = `\0${admitted++}`; // its key only: the name that goes over the wire is kept elsewhere
    internals.links[link.name] = link;
  };
}
