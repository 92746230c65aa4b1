import { RetryableError } from '../../../shared/domain/codes';
import { TokenBucket } from '../../tenant/core/token-bucket';

/** What one app may write in one tenant (Microsoft Graph service-specific throttling limits, Identity and access). */
const BUCKET = 3_000;
const PER_SECOND = 20;
/** Refused calls count too. */
const DEBT = BUCKET * 0.8;

/** The limit on Graph's writes, and who kept to it. */
export class WriteMeter {
  writes = 0;
  refusals = 0;
  /** Writes tried after a refusal was heard, and before its Retry-After was over. */
  early = 0;
  lastWriteMs = 0;
  private readonly bucket: TokenBucket;
  private shut = { sinceMs: 0, untilMs: 0 };

  constructor(
    private readonly nowMs: () => number,
    capacity = BUCKET,
  ) {
    this.bucket = new TokenBucket(capacity, PER_SECOND, nowMs(), DEBT);
  }

  /** Charges one write. Throws RetryableError('throttled') where the bucket is empty. */
  charge(): void {
    const nowMs = this.nowMs();
    // Those on their way in the very moment of a refusal could not know of it.
    if (nowMs > this.shut.sinceMs && nowMs < this.shut.untilMs) this.early += 1;
    const seconds = this.bucket.take(1, nowMs);
    if (seconds === 0) {
      this.writes += 1;
      this.lastWriteMs = nowMs;
      return;
    }
    this.refusals += 1;
    const retryAfterSeconds = Math.ceil(seconds);
    this.shut = { sinceMs: nowMs, untilMs: Math.max(this.shut.untilMs, nowMs + retryAfterSeconds * 1000) };
    throw new RetryableError('throttled', 'Too many requests', retryAfterSeconds);
  }
}
