import { z } from 'zod';
import { bodyOf, type ApiReply } from '../core/api-call';
import { badRequest } from '../core/api-error';
import type { GraphCall, GraphRoutes } from '../core/graph-routes';
import { filterOf } from '../odata/filter';
import { installationsOf, type AppInstallation, type InstallState } from './app-installation';
import { mobileApps, type MobileApp } from './mobile-app';

/** Parameters of the action (v1.0 metadata, Aug 2026). */
const reportBody = z.looseObject({
  filter: z.string().nullish(),
  select: z.array(z.string()).nullish(),
  skip: z.number().int().nonnegative().nullish(),
  top: z.number().int().positive().nullish(),
  orderBy: z.array(z.string()).nullish(),
  search: z.string().nullish(),
});

/** UNVERIFIED, all of them: the schema says "stream"; names and numbers are those seen in exported reports. */
const COLUMNS: Readonly<Record<string, 'String' | 'Int32' | 'DateTime'>> = {
  DeviceId: 'String',
  DeviceName: 'String',
  UserPrincipalName: 'String',
  Platform: 'String',
  AppVersion: 'String',
  AppInstallState: 'Int32',
  AppInstallState_loc: 'String',
  ErrorCode: 'Int32',
  HexErrorCode: 'String',
  LastModifiedDateTime: 'DateTime',
  ApplicationId: 'String',
};
const STATE_NUMBERS: Record<InstallState, number> = {
  installed: 1,
  failed: 2,
  notInstalled: 3,
  pendingInstall: 5,
};
const STATE_TEXTS: Record<InstallState, string> = {
  installed: 'Installed',
  failed: 'Failed',
  notInstalled: 'Not Installed',
  pendingInstall: 'Install Pending',
};
const FILTERABLE = Object.fromEntries(
  Object.keys(COLUMNS).map((name) => [name, { plain: ['eq', 'in'] as const }]),
);

/** The per-device installation state of one app: a stream of columns and rows, not an OData collection. */
export function registerInstallationReport(graph: GraphRoutes): void {
  graph.post(
    '/deviceManagement/reports/retrieveDeviceAppInstallationStatusReport',
    {
      permissions: [
        'DeviceManagementApps.Read.All',
        'DeviceManagementApps.ReadWrite.All',
        ['DeviceManagementManagedDevices.Read.All', 'DeviceManagementApps.Read.All'],
      ],
      countsAsWrite: false,
    },
    report,
  );
}

function report(call: GraphCall): ApiReply {
  const body = bodyOf(call, reportBody, 'BadRequest');
  const app = appIn(call, body.filter ?? '');
  const rows = installationsOf(call.tenant, app).map((installation) => rowOf(app, installation));
  const test = filterOf({
    text: body.filter ?? '',
    filterable: FILTERABLE,
    resource: 'report',
    advancedQuery: false,
  });
  const found = rows.filter(test);
  const columns = columnsOf(body.select ?? []);
  const skip = body.skip ?? 0;
  const page = found.slice(skip, skip + (body.top ?? 50));
  const document = {
    TotalRowCount: found.length,
    Schema: columns.map((Column) => ({ Column, PropertyType: COLUMNS[Column] })),
    Values: page.map((row) => columns.map((column) => row[column])),
    SessionId: '',
  };
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: JSON.stringify(document),
  };
}

/** The report is about one app: without it in the filter the service has nothing to show. */
function appIn(call: GraphCall, filter: string): MobileApp {
  const id = /ApplicationId eq '?([0-9a-f-]{36})'?/i.exec(filter)?.[1]?.toLowerCase();
  if (id === undefined)
    throw badRequest("The filter must name the app: (ApplicationId eq '...').", 'BadRequest');
  const app = call.tenant.store.in(mobileApps).get(id);
  if (app === undefined) throw badRequest(`The app ${id} does not exist.`, 'BadRequest');
  return app;
}

function columnsOf(select: readonly string[]): string[] {
  const unknown = select.find((name) => !Object.hasOwn(COLUMNS, name));
  if (unknown !== undefined) throw badRequest(`The report has no column '${unknown}'.`, 'BadRequest');
  return select.length === 0 ? Object.keys(COLUMNS) : [...select];
}

function rowOf(
  app: MobileApp,
  { device, state, appVersion, errorCode, reportedAtMs }: AppInstallation,
): Record<string, unknown> {
  return {
    DeviceId: device.managedDeviceId,
    DeviceName: device.name,
    UserPrincipalName: device.userPrincipalName,
    Platform: 'Windows 10.0.26200',
    AppVersion: appVersion,
    AppInstallState: STATE_NUMBERS[state],
    AppInstallState_loc: STATE_TEXTS[state],
    ErrorCode: errorCode,
    HexErrorCode: `0x${(errorCode >>> 0).toString(16).toUpperCase().padStart(8, '0')}`,
    LastModifiedDateTime: new Date(reportedAtMs).toISOString(),
    ApplicationId: app.id,
  };
}
