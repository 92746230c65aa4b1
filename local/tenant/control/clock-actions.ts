import { z } from 'zod';
import { storeClock } from '../core/clock-position';
import { controlAction } from './control-action';

export const clockActions = {
  clock: controlAction('Shows the tenant clock', z.strictObject({}), ({ tenant }) => ({
    now: tenant.clock.iso(),
  })),
  advanceClock: controlAction(
    'Puts the tenant clock forward; what falls due on the way happens',
    z.strictObject({
      ms: z.number().nonnegative().optional(),
      seconds: z.number().nonnegative().optional(),
      minutes: z.number().nonnegative().optional(),
      hours: z.number().nonnegative().optional(),
      days: z.number().nonnegative().optional(),
    }),
    async ({ tenant }, { ms = 0, seconds = 0, minutes = 0, hours = 0, days = 0 }) => {
      const totalMs = ms + 1000 * (seconds + 60 * (minutes + 60 * (hours + 24 * days)));
      await tenant.clock.advance(totalMs);
      tenant.commit(() => storeClock(tenant));
      return { now: tenant.clock.iso() };
    },
  ),
};
