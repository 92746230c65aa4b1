import type { Rules } from './rules';
import { isAtRest, stepsFrom } from './steps';
import { firstWorld, type Left, type World } from './world';
import { worldKey } from './world-key';

export interface Bounds extends Left {
  dispatchers: number;
  hasWatchman: boolean;
}

export type Flaw = 'two-lives' | 'hint-lost' | 'record-lost' | 'dead-end';

/** What the search found. `schedule` is a shortest one that leads to the flaw. */
export interface Found {
  states: number;
  steps: number;
  atRest: number;
  flaw: Flaw | null;
  schedule: string[];
}

/** Visits every state that can be reached within the bounds, the nearest first, and stops at the first flaw. */
export function search(rules: Rules, bounds: Bounds): Found {
  const visited = new Visited(firstWorld(bounds, bounds.dispatchers));
  const rest: number[] = [];
  for (let at = 0; at < visited.worlds.length; at += 1) {
    const world = visited.take(at);
    const isResting = isAtRest(rules, world, bounds.hasWatchman);
    const flaw = flawOf(world, isResting);
    if (flaw !== null) return visited.found(flaw, at, rest.length);
    if (isResting) rest.push(at);
    for (const next of stepsFrom(rules, world, bounds.hasWatchman)) visited.go(at, next.label, next.world);
  }
  const stuck = visited.firstThatNeverReaches(rest);
  return visited.found(stuck === undefined ? null : 'dead-end', stuck, rest.length);
}

function flawOf(world: World, isResting: boolean): Flaw | null {
  const acting = world.executions.filter(({ workers }) => workers.some(({ at }) => at === 'act'));
  if (acting.length > 1) return 'two-lives';
  if (Number(world.row?.detail) < world.kept) return 'record-lost';
  return isResting && !isHeld(world) && !isLooked(world) ? 'hint-lost' : null;
}

/** A subject that was given up says so: state `crashed`, and a failure an admin sees. */
const isHeld = ({ row }: World) => row?.state === 'crashed';

const isLooked = ({ row, looked, facts }: World) =>
  looked === facts && row?.live !== true && row?.wakeAt === null;

/** The states seen so far, who was reached from whom, and by which step first. */
class Visited {
  readonly worlds: (World | undefined)[] = [];
  private readonly ids = new Map<string, number>();
  private readonly cameFrom: { parent: number; label: string }[] = [];
  private readonly sources: number[] = [];
  private readonly targets: number[] = [];

  constructor(first: World) {
    this.add(first, -1, '');
  }

  /** Gives the state to be looked at, and forgets it: what is kept of it is its key. */
  take(id: number): World {
    const world = this.worlds[id];
    if (world === undefined) throw new RangeError(`State ${id} was taken before`);
    this.worlds[id] = undefined;
    return world;
  }

  go(from: number, label: string, world: World): void {
    const known = this.ids.get(worldKey(world));
    this.sources.push(from);
    this.targets.push(known ?? this.add(world, from, label));
  }

  found(flaw: Flaw | null, at: number | undefined, atRest: number): Found {
    const schedule: string[] = [];
    for (let id = at ?? 0; id > 0; id = this.cameFrom[id]?.parent ?? 0)
      schedule.unshift(this.cameFrom[id]?.label ?? '');
    return { states: this.cameFrom.length, steps: this.sources.length, atRest, flaw, schedule };
  }

  /** The nearest state from which none of `goals` can be reached. */
  firstThatNeverReaches(goals: readonly number[]): number | undefined {
    const into = this.predecessors();
    const reaches = new Uint8Array(this.cameFrom.length);
    const open = [...goals];
    for (const goal of goals) reaches[goal] = 1;
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (let i = into.starts[id] ?? 0; i < (into.starts[id + 1] ?? 0); i += 1) {
        const source = into.list[i] ?? 0;
        if (reaches[source] === 1) continue;
        reaches[source] = 1;
        open.push(source);
      }
    }
    const stuck = reaches.indexOf(0);
    return stuck < 0 ? undefined : stuck;
  }

  private predecessors(): { starts: Uint32Array; list: Uint32Array } {
    const starts = new Uint32Array(this.cameFrom.length + 1);
    for (const target of this.targets) starts[target + 1] = (starts[target + 1] ?? 0) + 1;
    for (let id = 1; id < starts.length; id += 1) starts[id] = (starts[id] ?? 0) + (starts[id - 1] ?? 0);
    const filled = starts.slice();
    const list = new Uint32Array(this.targets.length);
    this.targets.forEach((target, i) => {
      const place = filled[target] ?? 0;
      list[place] = this.sources[i] ?? 0;
      filled[target] = place + 1;
    });
    return { starts, list };
  }

  private add(world: World, parent: number, label: string): number {
    const id = this.cameFrom.length;
    this.ids.set(worldKey(world), id);
    this.cameFrom.push({ parent, label });
    this.worlds.push(world);
    return id;
  }
}
