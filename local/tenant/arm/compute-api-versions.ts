/** Stable versions of Microsoft.Compute that have managed Run Command as simulated here; the client 24.1.0 sends the last one. */
export const COMPUTE_API_VERSIONS: readonly string[] = [
  '2023-03-01',
  '2023-07-01',
  '2023-09-01',
  '2024-03-01',
  '2024-07-01',
  '2024-11-01',
  '2025-04-01',
  '2026-03-01',
];
