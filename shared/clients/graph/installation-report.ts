import { z } from 'zod';
import type { DeviceAppInstallation } from '../device-apps';
import { odataText } from './graph-call';

/** Rows in one page of a report; Intune's own portal asks for as many. */
export const REPORT_PAGE_SIZE = 50;

/** Intune's reports are a stream of JSON: columns once, then rows of bare values (Graph, Intune reports, v1.0). */
export const installationReport = z.object({
  TotalRowCount: z.int().optional(),
  Schema: z.array(z.object({ Column: z.string() })),
  Values: z.array(z.array(z.unknown())),
});
type InstallationReport = z.output<typeof installationReport>;

/**
 * UNVERIFIED: names of the filter's and the rows' columns. The schema declares the parameters and a stream, not
 * what is in it. If the service ignores the device in the filter, rows are still matched one by one.
 */
export function installationReportRequest(appId: string, managedDeviceId: string, skip: number) {
  return {
    select: ['DeviceId', 'AppInstallState', 'AppVersion', 'HexErrorCode'],
    filter: `(ApplicationId eq ${odataText(appId)}) and (DeviceId eq ${odataText(managedDeviceId)})`,
    skip,
    top: REPORT_PAGE_SIZE,
  };
}

/** The device's row in the report; undefined = none. Columns as in {@link installationReportRequest}, UNVERIFIED. */
export function installationIn(
  report: InstallationReport,
  managedDeviceId: string,
): DeviceAppInstallation | undefined {
  const columns = report.Schema.map(({ Column: name }) => name);
  const cell = (row: readonly unknown[], ...names: string[]): string | null => {
    const index = columns.findIndex((column) => names.includes(column));
    const value = index === -1 ? null : row[index];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  };
  const row = report.Values.find(
    (values) => cell(values, 'DeviceId')?.toLowerCase() === managedDeviceId.toLowerCase(),
  );
  if (row === undefined) return undefined;
  return {
    state: stateOf(cell(row, 'AppInstallState', 'InstallState')),
    appVersion: blankAsNull(cell(row, 'AppVersion')),
    errorCode: errorOf(cell(row, 'HexErrorCode')),
  };
}

/** Numbers of `resultantAppState` (beta); that the report's column holds them, or the names, is UNVERIFIED. */
const STATES: Readonly<Record<string, string>> = {
  '-1': 'notApplicable',
  '1': 'installed',
  '2': 'failed',
  '3': 'notInstalled',
  '4': 'uninstallFailed',
  '5': 'pendingInstall',
  '99': 'unknown',
};

function stateOf(value: string | null): string {
  if (value === null || value === '') return 'unknown';
  return STATES[value] ?? `${value.charAt(0).toLowerCase()}${value.slice(1)}`;
}

const blankAsNull = (value: string | null): string | null => (value === '' ? null : value);

/** Zero, however written, is no error. */
function errorOf(value: string | null): string | null {
  return value === null || /^(0x)?0*$/i.test(value) ? null : value;
}
