import { z } from 'zod';
import type { AzureReads } from './azure-reads';
import { looked, ok, problem, type Finding } from './finding';

const WEB = '2024-04-01';
const BUS = '2024-01-01';
const READER = 'get the role Reader on the resource group, and sign in again: az login';

const site = z.object({
  id: z.string(),
  name: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  identity: z.object({ userAssignedIdentities: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  properties: z.object({ state: z.string() }),
});
type Site = z.infer<typeof site>;
const reference = z.object({
  name: z.string(),
  properties: z.object({ status: z.string(), details: z.string().nullish() }),
});
const named = z.object({ id: z.string(), name: z.string() });
const queue = z.object({
  name: z.string(),
  properties: z.object({
    countDetails: z
      .object({ activeMessageCount: z.number().nullish(), deadLetterMessageCount: z.number().nullish() })
      .nullish(),
  }),
});

/** So many waiting messages are the deployment's default for "too many". */
const BACKLOG = 500;

/** What Azure tells of the resource group: apps, their identities and secrets, depths of the queues. */
export async function examineAzure(azure: AzureReads): Promise<Finding[]> {
  return [
    ...(await looked('apps', READER, () => apps(azure))),
    ...(await looked('queues', READER, () => queues(azure))),
  ];
}

async function apps(azure: AzureReads): Promise<Finding[]> {
  const ours = (await azure.list('/providers/Microsoft.Web/sites', WEB, site)).filter(
    ({ tags }) => tags?.['azd-service-name'] !== undefined,
  );
  if (ours.length === 0) {
    return [
      problem(
        'apps',
        'there is no app of a deployment in this resource group',
        'name the right one with --resource-group, or deploy: azd up',
      ),
    ];
  }
  const found = await Promise.all(
    ours.map(async (one) => [state(one), identity(one), ...(await settings(azure, one))]),
  );
  return found.flat();
}

const state = ({ name, properties }: Site): Finding =>
  properties.state === 'Running'
    ? ok(`app ${name}`, 'running')
    : problem(`app ${name}`, properties.state, `az functionapp start --resource-group RG --name ${name}`);

/** One identity each: with more, whoever runs code in the app could use any of them. */
function identity({ name, identity: held }: Site): Finding {
  const count = Object.keys(held?.userAssignedIdentities ?? {}).length;
  return count === 1
    ? ok(`identity of ${name}`, 'one, its own')
    : problem(
        `identity of ${name}`,
        `${count} user-assigned identities`,
        'azd provision, which gives it exactly its own',
      );
}

/** Settings by reference to Key Vault, as the platform resolved them: it tells no value. */
async function settings(azure: AzureReads, { id, name }: Site): Promise<Finding[]> {
  const check = `settings of ${name}`;
  return looked(check, READER, async () => {
    const all = await azure.list(`${id}/config/configreferences/appsettings`, WEB, reference);
    const broken = all.filter(({ properties }) => properties.status !== 'Resolved');
    return broken.length === 0
      ? [ok(check, `${all.length} from Key Vault, resolved`)]
      : broken.map((one) =>
          problem(
            check,
            `${one.name}: ${one.properties.status}`,
            'bash infra/hooks/ensure-client-state.sh, then restart the app',
          ),
        );
  });
}

async function queues(azure: AzureReads): Promise<Finding[]> {
  const namespaces = await azure.list('/providers/Microsoft.ServiceBus/namespaces', BUS, named);
  if (namespaces.length === 0)
    return [problem('queues', 'there is no Service Bus namespace', 'azd provision')];
  const found = await Promise.all(namespaces.map(({ id }) => azure.list(`${id}/queues`, BUS, queue)));
  return found.flat().flatMap(({ name, properties: { countDetails: counts } }) => {
    const [waiting, dead] = [counts?.activeMessageCount ?? 0, counts?.deadLetterMessageCount ?? 0];
    return [
      waiting > BACKLOG
        ? problem(`queue ${name}`, `${waiting} messages wait`, 'see docs/operating.md, "Backlog"')
        : ok(`queue ${name}`, `${waiting} message(s) wait`),
      ...(dead === 0
        ? []
        : [
            problem(
              `dead letters of ${name}`,
              `${dead}`,
              'restart the runtime app; see docs/operating.md, "Dead letters"',
            ),
          ]),
    ];
  });
}
