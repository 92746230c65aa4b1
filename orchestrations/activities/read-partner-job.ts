import { emergencyFinding, isUnconfirmed, partnerJob, takeCutBack } from '../../shared/domain/partner-cut';
import { done, refused } from '../../shared/domain/outcome';
import { partnerUndoCursor, partnerUndoSchema } from '../../shared/domain/undo-instruction';
import type { Audit } from '../../shared/state/audit';
import type { Cursors } from '../../shared/state/cursors';
import type { Failures } from '../../shared/state/failures';
import type { PartnerStages } from '../../shared/state/partner-stages';
import type { Act } from './activity';
import { changeStage } from './change-stage';

interface Deps {
  stages: PartnerStages;
  audit: Audit;
  cursors: Cursors;
  failures: Failures;
  now: () => Date;
}

/**
 * Which partner the job is for, and how far it is. An emergency cut that nobody confirmed in time is taken back here,
 * and audited. Safe to repeat.
 */
export const readPartnerJob =
  ({ stages, audit, cursors, failures, now }: Deps): Act<'readPartnerJob'> =>
  async ({ life }) => {
    const found = (await stages.list()).find(({ partner }) => partnerJob(partner).id === life.subject.id);
    if (found === undefined) return refused('not-found', 'no partner that was ever cut has this job');
    const at = now().toISOString();
    const asked = await cursors.read(partnerUndoCursor(found.partner));
    const undo = asked === undefined ? null : partnerUndoSchema.parse(asked.value.detail).plan;
    if (!isUnconfirmed(found, at)) return done({ stage: found, undo });
    await audit.append({
      opId: `uncut-${found.partner}-${found.cut?.askedAt ?? ''}`,
      at,
      actor: { kind: 'service', id: 'runtime' },
      action: 'uncut-partner',
      target: `partner/${found.partner}`,
      plan: null,
      reason: 'nobody confirmed the emergency cut in time',
      ticket: null,
      result: 'done',
      detail: {},
    });
    // Nobody is asked to confirm it any more.
    await failures.resolve(emergencyFinding(found.partner));
    const stage = await changeStage(stages, found.partner, (now_) => {
      if (!isUnconfirmed(now_, at)) return now_;
      const back = takeCutBack(now_);
      return back.kind === 'ok' ? back.stage : now_;
    });
    return done({ stage, undo });
  };
