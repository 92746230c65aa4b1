import { COMMON_FAILURES, type FailureRule } from '../http/failure-rule';

const WAIT = 'it is asked again by itself';

/**
 * What Azure Resource Manager's answers mean (Troubleshoot Azure RBAC, September 2023; Compute throttling limits,
 * May 2024; Understand how ARM throttles requests, May 2025). A provider's own 429 and ARM's are taken alike.
 */
export const ARM_FAILURES: readonly FailureRule[] = [
  {
    statuses: [401],
    refused: 'forbidden',
    next: 'check that the subscription belongs to this tenant and that the identity still exists',
  },
  {
    statuses: [400, 403, 404],
    codes: ['PrincipalNotFound'],
    later: 'not-replicated',
    defaultWaitSeconds: 30,
    next: `the directory has not copied a new object everywhere yet; ${WAIT}`,
  },
  {
    statuses: [403],
    refused: 'forbidden',
    next: 'assign the identity the role that allows this (docs/permissions); a new assignment takes up to ten minutes',
  },
  {
    statuses: [409],
    codes: ['ScopeLocked'],
    refused: 'rejected',
    next: 'a lock forbids the change: remove it, or take the resource out of the policy',
  },
  {
    // UNVERIFIED: what a stopped virtual machine answers to a Run Command.
    statuses: [409],
    codes: ['OperationNotAllowed'],
    later: 'vm-starting',
    defaultWaitSeconds: 30,
    next: `the virtual machine cannot do this in its present state; ${WAIT}`,
  },
  {
    statuses: [409],
    codes: [
      'AllocationFailed',
      'ZonalAllocationFailed',
      'OverconstrainedAllocationRequest',
      'SkuNotAvailable',
    ],
    later: 'unavailable',
    defaultWaitSeconds: 300,
    next: `Azure has no room for the virtual machine now; ${WAIT}`,
  },
  {
    statuses: [409, 412],
    later: 'unavailable',
    defaultWaitSeconds: 15,
    next: `another operation holds the resource; ${WAIT}`,
  },
  {
    // COMMUNITY: Azure Virtual Desktop gives the status as its code, and the reason in words only.
    statuses: [400],
    codes: ['400'],
    refused: 'rejected',
    next: 'Azure Virtual Desktop did not take the value: check that the guest exists and has no other host in the pool',
  },
  {
    statuses: [400],
    refused: 'rejected',
    next: 'the request itself is at fault: check the resource ids in the policy',
  },
  ...COMMON_FAILURES,
];
