import type { GraphPermission } from './graph-permission';

/** What the offboarding identity needs: nothing yet, because this release has no offboarding part. */
export const OFFBOARDING_PERMISSIONS: readonly GraphPermission[] = [];
