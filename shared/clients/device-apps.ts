/** Install state of one app on one managed device, as Intune reports it; may lag by hours. */
export interface DeviceAppInstallation {
  /** `installed`, `pendingInstall`, `failed`, `notInstalled`, `notApplicable`, `unknown`, or a newer value. */
  state: string;
  /** Version of the app as reported; null = not reported. */
  appVersion: string | null;
  /** Intune's error code where it failed, hexadecimal; null = none. */
  errorCode: string | null;
}

/** Intune: apps required on devices, and whether they arrived. */
export interface DeviceApps {
  /** Whether the app is required for at least one device group. */
  isRequired(appId: string): Promise<boolean>;
  /** undefined = no row yet, which is not a failure: the report lags. */
  readInstallation(appId: string, managedDeviceId: string): Promise<DeviceAppInstallation | undefined>;
}
