import { TerminalError } from '../../../shared/domain/codes';
import type { PrepareChange } from '../../../shared/domain/prepare/prepare-change';
import { blocked, type PrepareStep } from '../../../shared/domain/prepare/prepare-step';

/** Steps that are read and planned together; later sections may need what earlier ones found. */
export interface Section {
  /** Short name, unique in its plan. */
  id: string;
  /** What it is about. */
  what: string;
  /** The role that whoever prepares activates for it. */
  role: string;
  /** Reads, and plans. Throws RetryableError or TerminalError. */
  look(): Promise<PrepareStep[]>;
  /** Makes a change of this section, where the services' ports do not. Throws as {@link look}. */
  make?(change: PrepareChange): Promise<void>;
}

/** As `section.look`, with a refusal as a blocked step of its own: the other sections are looked at all the same. */
export async function lookAt(section: Section): Promise<PrepareStep[]> {
  try {
    return await section.look();
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    const head = {
      id: `look ${section.id}`,
      what: section.what,
      why: 'What cannot be looked at is not changed.',
    };
    const fix =
      error.code === 'forbidden'
        ? `activate the role ${section.role}, or sign in as somebody who has it`
        : NEXT;
    return [blocked(head, error.message, fix)];
  }
}

const NEXT = 'see the message: correct the id, or ask whoever owns the resource';
