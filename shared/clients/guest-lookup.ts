import type { GuestId } from '../domain/ids';

/** Finds guests by what people know of them. We store no mail address: the directory is asked each time. */
export interface GuestLookup {
  /**
   * Object ids of the users that have this mail address, normally none or one; the newest changes may be missing
   * for minutes. The address is not logged, stored, nor part of an error. Throws RetryableError or TerminalError.
   */
  findByMail(mail: string): Promise<GuestId[]>;
}
