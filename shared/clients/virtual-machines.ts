/** A virtual machine as the client install needs it. */
export interface VirtualMachine {
  resourceId: string;
  vmId: string;
  location: string;
  /** `running`, `deallocated`, or what follows `PowerState/` otherwise. */
  powerState: string;
  isAgentReady: boolean;
}

/** A PowerShell script for a machine. Secrets go into `protectedParameters`, which no GET gives back. */
export interface RunCommandRequest {
  name: string;
  script: string;
  parameters: Record<string, string>;
  protectedParameters: Record<string, string>;
  timeoutSeconds: number;
}

/** What a managed Run Command came to. `executionState` decides, not the provisioning state. */
export interface RunCommandResult {
  /** `Pending`, `Running`, `Succeeded`, `Failed`, `TimedOut`, `Canceled`, `Unknown`, or a newer value. */
  executionState: string;
  exitCode: number | null;
  /** Last 4 KB of the output. */
  output: string;
  error: string;
}

/** Virtual machines and managed Run Commands (Run scripts in your Windows VM by using managed Run Commands, Aug 2025). */
export interface VirtualMachines {
  /** Throws TerminalError('not-found') where the machine is not there. */
  read(vmResourceId: string): Promise<VirtualMachine>;
  /** Asks for a start and does not wait for it. Safe to repeat. */
  start(vmResourceId: string): Promise<void>;
  /** Asks for a restart and does not wait for it. Each call restarts the machine. */
  restart(vmResourceId: string): Promise<void>;
  /** Asks for the machine to be stopped and its cost with it, and does not wait for it. Safe to repeat. */
  deallocate(vmResourceId: string): Promise<void>;
  /** Puts the command and returns once the service accepted it. Putting the same name and body again runs nothing anew (UNVERIFIED). */
  putRunCommand(vmResourceId: string, location: string, request: RunCommandRequest): Promise<void>;
  /** undefined = no command of that name. */
  readRunCommand(vmResourceId: string, name: string): Promise<RunCommandResult | undefined>;
  /** Absent afterwards; throws RetryableError('command-running') while the service is still at it. Kills the script if it still runs. */
  removeRunCommand(vmResourceId: string, name: string): Promise<void>;
}
