import { type Session } from 'rhea';
import { sessionInternals } from './rhea-internals';

/** The message format under which a plain message is handed over undecoded; no client uses it. */
export const RAW_MESSAGE_FORMAT = 0x7fff_ff00;

/**
 * Makes rhea hand every message of this session over as bytes. It decodes format 0 only, so plain transfers are
 * renamed before it sees them. A message that is not decoded need not be encoded again: whatever AMQP types a
 * client used come out as they went in.
 */
export function takeTransfersRaw(session: Session): void {
  const internals = sessionInternals(session);
  const onTransfer = internals.on_transfer.bind(session);
  internals.on_transfer = (frame) => {
    if (!frame.performative.message_format) frame.performative.message_format = RAW_MESSAGE_FORMAT;
    onTransfer(frame);
  };
}
