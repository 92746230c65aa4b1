import { z } from 'zod';

/** What a host's row keeps while an install outlives the run that started it. */
const pendingInstallSchema = z.object({
  /** Name of the run command on the machine; null = Intune installs. */
  command: z.string().nullable(),
  version: z.string(),
});
export type PendingInstall = z.infer<typeof pendingInstallSchema>;

/** The install an earlier run left under way; undefined = none. */
export function pendingInstall(detail: unknown): PendingInstall | undefined {
  return pendingInstallSchema.safeParse(detail).data;
}
