import { type Session } from 'rhea';
import { sessionInternals, type PendingDisposition } from './rhea-internals';

const ACCEPTED = 0x24;

/**
 * Makes rhea tell each outcome to the delivery it belongs to. It writes the dispositions of one turn as ranges, and
 * puts the second delivery of a range under the first one's outcome without comparing them: a good message sent
 * right behind a bad one was reported as bad. Here rhea gets only ranges of one outcome to write. Read in rhea 3.0.5,
 * lib/session.js, write_dispositions.
 */
export function separateOutcomes(session: Session): void {
  const { incoming, outgoing } = sessionInternals(session);
  const processIncoming = incoming.process.bind(incoming);
  incoming.process = (of) => {
    for (const run of runsOf(incoming.updated)) {
      incoming.updated = run;
      processIncoming(of);
    }
  };
  const processOutgoing = outgoing.process.bind(outgoing);
  outgoing.process = () => {
    for (const run of runsOf(outgoing.pending_dispositions)) {
      outgoing.pending_dispositions = run;
      processOutgoing();
    }
  };
}

/** Neighbours that were accepted stay together; any other outcome stands alone. One empty run where there is none. */
function runsOf(dispositions: readonly PendingDisposition[]): PendingDisposition[][] {
  const runs: PendingDisposition[][] = [];
  let lastWasAccepted = false;
  for (const disposition of dispositions) {
    const isAccepted = disposition.state?.descriptor.value === ACCEPTED;
    if (isAccepted && lastWasAccepted) runs.at(-1)?.push(disposition);
    else runs.push([disposition]);
    lastWasAccepted = isAccepted;
  }
  return runs.length === 0 ? [[]] : runs;
}
