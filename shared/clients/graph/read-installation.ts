import { CALL_TIME_LIMIT_MS } from '../http/call-time-limit';
import type { DeviceAppInstallation } from '../device-apps';
import type { GraphConnection } from './connect-graph';
import { readBody } from './graph-answer';
import {
  installationIn,
  installationReport,
  installationReportRequest,
  REPORT_PAGE_SIZE,
} from './installation-report';

/** The device's row in the app's installation report, page after page; undefined = none yet. */
export async function readInstallation(
  graph: GraphConnection,
  appId: string,
  managedDeviceId: string,
): Promise<DeviceAppInstallation | undefined> {
  const signal = AbortSignal.timeout(CALL_TIME_LIMIT_MS);
  for (let skip = 0; ; skip += REPORT_PAGE_SIZE) {
    const answer = await graph.ask({
      method: 'POST',
      pathTemplate: '/deviceManagement/reports/retrieveDeviceAppInstallationStatusReport',
      body: installationReportRequest(appId, managedDeviceId, skip),
      signal,
    });
    const report = readBody(answer, installationReport);
    const found = installationIn(report, managedDeviceId);
    const isLastPage = skip + REPORT_PAGE_SIZE >= (report.TotalRowCount ?? 0) || report.Values.length === 0;
    if (found !== undefined || isLastPage) return found;
  }
}
