/**
 * Stable versions of Microsoft.Compute that have managed Run Command as simulated here (Microsoft.Compute resource
 * types, all versions, read 2026-11-26). The JavaScript client 24.1.0 sends the last one, the Python client of Debian
 * 2022-08-01.
 */
export const COMPUTE_API_VERSIONS: readonly string[] = [
  '2021-03-01',
  '2021-04-01',
  '2021-07-01',
  '2021-11-01',
  '2022-03-01',
  '2022-08-01',
  '2022-11-01',
  '2023-03-01',
  '2023-07-01',
  '2023-09-01',
  '2024-03-01',
  '2024-07-01',
  '2024-11-01',
  '2025-04-01',
  '2026-03-01',
];
