import type { FailureView } from '../../../shared/domain/admin-api/failure-causes';
import type { CliContext } from '../cli-context';
import { fitTable } from '../fit-table';
import { minuteText } from '../time-text';

/** Open failures as a table. */
export function failureListText(
  failures: readonly FailureView[],
  { width }: Pick<CliContext, 'width'>,
): string {
  if (failures.length === 0) return 'No open failure fits.';
  const rows = failures.map((one) => [
    minuteText(one.firstSeenAt),
    one.subject === null ? one.key : `${one.subject.kind} ${one.subject.id}`,
    one.code,
    one.partner ?? '-',
  ]);
  return `${fitTable(['since', 'what', 'code', 'partner'], rows, width)}\n\n${failures.length} open failure(s).`;
}
