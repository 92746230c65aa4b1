import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CapacityLimit, CapacityView } from '../../../shared/domain/admin-api/capacity-view';
import { guid, NOON } from '../../shared/state/builders';
import { cliUnderTest, widest, type CliUnderTest } from './cli-under-test';

let cli: CliUnderTest;
beforeAll(async () => {
  cli = await cliUnderTest();
});
beforeEach(() => {
  cli.asked.length = 0;
  cli.answers.clear();
});
afterAll(() => cli.stop());

const limit = (changes: Partial<CapacityLimit>): CapacityLimit => ({
  resource: 'hosts',
  name: 'hp-contoso',
  partners: ['contoso'],
  free: 2,
  needed: 1,
  rivals: 0,
  left: 1,
  verdict: 'enough',
  observed: '2 free, 1 needed',
  fix: null,
  ...changes,
});
const answer = (...limits: CapacityLimit[]): { body: CapacityView } => ({
  body: {
    at: NOON,
    partners: [{ partner: 'contoso', invited: 1, waiting: 0 }],
    limits,
    pools: [{ id: '/a/b/hp-contoso', partners: ['contoso'], clean: 2, dirty: 1, leased: 4, unhealthy: 0 }],
    cloudPcs: [{ provisioningPolicy: guid(1), total: 3, byStatus: { provisioned: 2, failed: 1 } }],
    groups: [{ group: guid(2), partner: 'contoso', use: 'access', members: 4, nested: 0 }],
    unread: [
      { source: `role assignments of subscription ${guid(3)}`, why: 'the identity may not read them' },
    ],
  },
});
const roles = limit({
  resource: 'role-assignments',
  name: guid(3),
  free: null,
  left: null,
  needed: 0,
  verdict: 'unknown',
});

describe('gatehouse capacity', () => {
  it('fits 80 columns and ends well while there is enough, whatever nobody waits for', async () => {
    cli.answers.set('GET capacity?partner=contoso', answer(limit({}), roles));
    const { text, code } = await cli.run(['capacity', '--partner', 'contoso']);
    expect(text).toContain('First to run out: hosts hp-contoso');
    expect(text).toContain('2 provisioned, 1 failed');
    expect(text).toContain('NOT READ');
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  it('says what is short and what to do, and ends with 1', async () => {
    const fix = 'Add a session host to the pool.';
    cli.answers.set(
      'GET capacity',
      answer(limit({ verdict: 'short', free: 0, left: -1, observed: '0 free, 1 needed', fix })),
    );
    const { text, code } = await cli.run(['capacity']);
    expect(text).toMatch(/SHORT +hosts hp-contoso/);
    expect(text).toContain(`contoso: 0 free, 1 needed. ${fix}`);
    expect(code).toBe(1);
  });

  it('ends with 1 where guests wait for what nobody could count', async () => {
    cli.answers.set('GET capacity', answer(limit({ verdict: 'unknown', free: null, left: null })));
    expect((await cli.run(['capacity', '--json'])).code).toBe(1);
  });
});
