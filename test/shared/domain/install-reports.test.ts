import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeInstall } from '../../../shared/domain/install-report';
import { judgeUninstall } from '../../../shared/domain/uninstall-report';

const result = (report: object | string, changes: object = {}) => ({
  executionState: 'Succeeded',
  exitCode: 0,
  output: typeof report === 'string' ? report : `log line\n${JSON.stringify({ schema: 1, ...report })}\n`,
  error: '',
  ...changes,
});
const installed = (changes: object = {}) => ({
  outcome: 'installed',
  version: '2.24.117.0',
  exitCode: 0,
  ...changes,
});

describe('what an install proves', () => {
  it.each([
    ['installed', installed(), { kind: 'installed', isRestartPending: false, os: null }],
    ['there already', installed({ outcome: 'already' }), { kind: 'installed' }],
    [
      'installed, a restart owed',
      installed({ exitCode: 3010 }),
      { kind: 'installed', isRestartPending: true },
    ],
    [
      'installed on a Windows that is told',
      installed({ osBuild: '26200.6725', edition: 'Enterprise' }),
      { kind: 'installed', os: { build: '26200.6725', edition: 'Enterprise' } },
    ],
    ['another installer at work', installed({ outcome: 'failed', exitCode: 1618 }), { kind: 'busy' }],
    ['a fatal error', installed({ outcome: 'failed', version: null, exitCode: 1603 }), { kind: 'failed' }],
    ['said to be installed, and older than wanted', installed({ version: '2.8.45' }), { kind: 'failed' }],
    ['said to be installed, and not seen', installed({ version: null }), { kind: 'failed' }],
  ])('%s', (_what, report, expected) => {
    expect(judgeInstall(result(report), '2.24.117')).toMatchObject(expected);
  });

  it('is nothing without a report, whatever the platform says', () => {
    fc.assert(
      fc.property(fc.string(), (output) => {
        expect(judgeInstall(result(output), '2.24.117').kind).toBe('failed');
      }),
    );
    expect(judgeInstall(result('', { exitCode: 1618 }), '2.24.117').kind).toBe('busy');
  });
});

describe('what an uninstall proves', () => {
  it.each([
    ['gone', { outcome: 'removed', version: null, exitCode: 0 }, { kind: 'gone', isRestartPending: false }],
    [
      'gone, a restart owed',
      { outcome: 'removed', version: null, exitCode: 3010 },
      { kind: 'gone', isRestartPending: true },
    ],
    ['never there', { outcome: 'absent', version: null, exitCode: 0 }, { kind: 'gone' }],
    ['another installer at work', { outcome: 'failed', version: '2.24', exitCode: 1618 }, { kind: 'busy' }],
    ['still there', { outcome: 'failed', version: '2.24', exitCode: 0 }, { kind: 'failed' }],
  ])('%s', (_what, report, expected) => {
    expect(judgeUninstall(result(report))).toMatchObject(expected);
  });

  it('is nothing without a report', () => {
    expect(judgeUninstall(result('Removed.', { executionState: 'TimedOut' }))).toEqual({
      kind: 'failed',
      because: 'the command ended as TimedOut without a report',
    });
  });
});
