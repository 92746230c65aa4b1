import { CHAIN_START, chainHash } from './audit-chain';
import type { ChainPlace } from './chain';

/**
 * One thing wrong with a chain, and where. `edited`: an entry is not what was hashed. `removed`: entries are missing
 * in the middle or at the start. `out-of-order`: an entry lies where another belongs. `cut`: the newest entries are
 * gone, as a head kept elsewhere proves. `rewritten`: consistent in itself, but not the chain a head was taken of.
 */
export interface ChainFinding {
  kind: 'edited' | 'removed' | 'out-of-order' | 'cut' | 'rewritten';
  /** First and last sequence number concerned. */
  from: number;
  to: number;
}

/** Where a chain stood at a moment, kept elsewhere. */
export interface KnownHead {
  seq: number;
  hash: string;
}

/** What a verification found. No finding: every entry is as it was written, none is missing up to the highest head. */
export interface ChainVerdict {
  entries: number;
  newest: KnownHead | null;
  findings: ChainFinding[];
  /** Heads that are in the chain as they were kept. */
  headsFound: number;
}

/** Takes the entries of a chain, the newest first, and says in the end what is wrong. Keeps no entry. */
export class ChainVerifier {
  private readonly findings: ChainFinding[] = [];
  private readonly seen = new Map<number, string>();
  private entries = 0;
  private newest: KnownHead | null = null;
  private above: { seq: number; previousHash: string; isSound: boolean } | undefined;

  /** `forgotten`: places up to which a chain may be missing, because it says so itself. */
  constructor(
    private readonly heads: readonly KnownHead[],
    private readonly forgotten: readonly KnownHead[] = [],
  ) {
    for (const { seq } of heads) this.seen.set(seq, '');
  }

  take(entry: ChainPlace): void {
    const { hash, previousHash, ...body } = entry;
    this.entries += 1;
    this.newest ??= { seq: entry.seq, hash };
    if (this.seen.has(entry.seq)) this.seen.set(entry.seq, hash);
    const isSound = chainHash(previousHash, body) === hash;
    if (!isSound) this.find('edited', entry.seq);
    if (this.isInPlace(entry, isSound)) this.above = { seq: entry.seq, previousHash, isSound };
  }

  verdict(): ChainVerdict {
    const last = this.above;
    if (last !== undefined && last.seq > 1 && !this.isForgottenBelow(last))
      this.find('removed', 1, last.seq - 1);
    if (last?.seq === 1 && last.isSound && last.previousHash !== CHAIN_START) this.find('rewritten', 1);
    const headsFound = this.compareHeads();
    const findings = [...this.findings].sort((a, b) => a.from - b.from);
    return { entries: this.entries, newest: this.newest, findings, headsFound };
  }

  /** The oldest entry that is left follows on the one that the chain says was the last to be forgotten. */
  private isForgottenBelow({ seq, previousHash }: Omit<ChainPlace, 'hash'>): boolean {
    return this.forgotten.some((place) => place.seq === seq - 1 && place.hash === previousHash);
  }

  /** False: the entry belongs elsewhere, and the place is still to be filled. */
  private isInPlace({ seq, hash }: ChainPlace, isSound: boolean): boolean {
    const { above } = this;
    if (above === undefined) return true;
    if (seq >= above.seq) {
      this.misplaced(seq);
      return false;
    }
    if (seq < above.seq - 1) this.find('removed', seq + 1, above.seq - 1);
    // Whoever changes an entry and hashes it anew is betrayed by the entry after it.
    else if (isSound && above.isSound && hash !== above.previousHash) this.find('edited', seq);
    return true;
  }

  /** It is not missing after all: it lies below where it belongs. */
  private misplaced(seq: number): void {
    const at = this.findings.findIndex(
      ({ kind, from, to }) => kind === 'removed' && from <= seq && seq <= to,
    );
    const missing = this.findings[at];
    if (missing !== undefined) {
      const rest: ChainFinding[] = [
        { kind: 'removed', from: missing.from, to: seq - 1 },
        { kind: 'removed', from: seq + 1, to: missing.to },
      ];
      this.findings.splice(at, 1, ...rest.filter(({ from, to }) => from <= to));
    }
    this.find('out-of-order', seq);
  }

  private compareHeads(): number {
    const top = this.newest?.seq ?? 0;
    const highest = Math.max(0, ...this.heads.map(({ seq }) => seq));
    if (highest > top) this.find('cut', top + 1, highest);
    const ordered = [...this.heads].sort((a, b) => a.seq - b.seq);
    const isFound = ({ seq, hash }: KnownHead) => this.seen.get(seq) === hash;
    const strange = ordered.find(
      (head) => head.seq <= top && this.seen.get(head.seq) !== '' && !isFound(head),
    );
    if (
      strange !== undefined &&
      !this.findings.some(({ from, to }) => from <= strange.seq && strange.seq <= to)
    ) {
      const sound = ordered.filter((head) => head.seq < strange.seq && isFound(head)).at(-1);
      this.find('rewritten', (sound?.seq ?? 0) + 1, strange.seq);
    }
    return ordered.filter(isFound).length;
  }

  private find(kind: ChainFinding['kind'], from: number, to = from): void {
    this.findings.push({ kind, from, to });
  }
}
