import { activitySteps } from './activity-steps';
import { dispatcherSteps } from './dispatcher-steps';
import { engineSteps, type Next } from './engine-steps';
import type { Rules } from './rules';
import { isWatchNeeded, watchSteps } from './watch-steps';
import { isQuiet, sent, spending, without, type World } from './world';

/** Everything that may happen next. */
export function stepsFrom(rules: Rules, world: World, hasWatchman: boolean): Next[] {
  const found: Next[] = [];
  const add = (next: Next) => void found.push(next);
  tenantSteps(world, add);
  dispatcherSteps(rules, world, add);
  activitySteps(rules, world, add);
  engineSteps(world, add);
  if (hasWatchman) watchSteps(rules, world, add);
  return found;
}

/** The tenant changes, and its hint is sent: as late as can be, for the fact may be seen no earlier. */
function tenantSteps(world: World, add: (next: Next) => void): void {
  if (world.left.facts > 0) {
    const facts = world.facts + 1;
    const changed = spending(world, 'facts', { facts });
    add({ label: `fact ${facts} is stored, its hint sent`, world: sent(changed, `hint-${facts}`) });
  }
  world.bus.forEach((hint, i) => {
    if (!hint.startsWith('alarm') || world.left.mishaps === 0) return;
    const forgotten = spending(world, 'mishaps', { bus: without(world.bus, i) });
    add({ label: `the broker forgets ${hint}`, world: forgotten });
  });
}

/** Nothing is on its way any more, and nobody will do anything by himself. */
export function isAtRest(rules: Rules, world: World, hasWatchman: boolean): boolean {
  return (
    world.left.facts === 0 &&
    isQuiet(world) &&
    world.watch.at === 'idle' &&
    !(hasWatchman && isWatchNeeded(rules, world))
  );
}
