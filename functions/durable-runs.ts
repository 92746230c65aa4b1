import {
  OrchestrationRuntimeStatus,
  type DurableClient,
  type DurableOrchestrationStatus,
} from 'durable-functions';
import { FLOW_OF_KIND } from '../orchestrations/contract';
import type { Runs } from '../shared/clients/runs';
import type { RunId } from '../shared/domain/ids';
import { runId } from '../shared/domain/subject';
import type { InstanceFacts } from '../shared/domain/watch';

const RUNNING = new Set<OrchestrationRuntimeStatus>([
  OrchestrationRuntimeStatus.Running,
  OrchestrationRuntimeStatus.Pending,
  OrchestrationRuntimeStatus.Suspended,
  OrchestrationRuntimeStatus.ContinuedAsNew,
]);

/** The engine's instances through the durable client of one invocation. */
export function durableRuns(client: DurableClient): Runs {
  return {
    start: async (subject, run) => {
      const instanceId = runId(subject, run);
      try {
        await client.startNew(FLOW_OF_KIND[subject.kind], { instanceId, input: { subject, run } });
      } catch (error) {
        // Refused because it exists is success: the start was repeated. Anything else is the caller's to repeat.
        if ((await statusOf(client, instanceId)) === undefined) throw error;
      }
    },
    read: async (id) => factsOf(await statusOf(client, id)),
    terminate: async (id, reason) => {
      if ((await statusOf(client, id)) !== undefined) await client.terminate(id, reason);
    },
    purgeCompleted: async (before) => {
      const { instancesDeleted } = await client.purgeInstanceHistoryBy({
        createdTimeFrom: new Date(0),
        createdTimeTo: new Date(before),
        runtimeStatus: [OrchestrationRuntimeStatus.Completed],
      });
      return instancesDeleted;
    },
  };
}

/** The client throws for an unknown instance: `No instance with ID '..' found.` (recorded with durable-functions 3.5). */
async function statusOf(client: DurableClient, id: RunId): Promise<DurableOrchestrationStatus | undefined> {
  try {
    return await client.getStatus(id);
  } catch (error) {
    if (error instanceof Error && /no instance with id/i.test(error.message)) return undefined;
    throw error;
  }
}

function factsOf(status: DurableOrchestrationStatus | undefined): InstanceFacts {
  if (status === undefined) return 'missing';
  const updatedAt = new Date(status.lastUpdatedTime).toISOString();
  return { running: RUNNING.has(status.runtimeStatus), updatedAt };
}
