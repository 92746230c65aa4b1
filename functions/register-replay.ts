import { fenced, type Activity } from '../orchestrations/activities/activity';
import { askReplayed } from '../orchestrations/activities/ask-replayed';
import { readReplayed } from '../orchestrations/activities/read-replayed';
import { recordReplay } from '../orchestrations/activities/record-replay';
import type { Ports } from './ports';

/** The activities of a replay's job, wired. */
export function replayActivities(ports: Ports) {
  return {
    readReplayed: fenced(ports, 'readReplayed', readReplayed(ports)),
    askReplayed: fenced(ports, 'askReplayed', askReplayed(ports)),
    recordReplay: fenced(ports, 'recordReplay', recordReplay(ports)),
  } satisfies Record<string, Activity>;
}
