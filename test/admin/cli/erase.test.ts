import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { guid } from '../../shared/state/builders';
import { cliUnderTest, widest, type CliUnderTest } from './cli-under-test';

let cli: CliUnderTest;
beforeAll(async () => {
  cli = await cliUnderTest();
});
beforeEach(() => {
  cli.asked.length = 0;
  cli.answers.set(`POST guests/${guid(1)}/erase`, {
    body: { outcome: 'erased', pseudonym: `00000000${guid(5).slice(8)}` },
  });
});
afterAll(() => cli.stop());

const args = ['guest', 'erase', guid(1), '--reason', 'asked for'];

describe('gatehouse guest erase', () => {
  it('asks before it does what nothing takes back', async () => {
    const no = await cli.run(args, { ask: () => Promise.resolve('n') });
    expect(no.code).toBe(2);
    expect(cli.asked).toEqual([]);
    const yes = await cli.run(args, { ask: () => Promise.resolve('y') });
    expect(yes.code).toBe(0);
    expect(cli.asked[0]?.body).toEqual({ reason: 'asked for', ticket: null });
    expect(yes.text).toContain('leads nowhere now');
    expect(widest(yes.text)).toBeLessThanOrEqual(80);
  });

  it('does nothing in a pipe unless told --yes', async () => {
    expect((await cli.run(args)).code).toBe(2);
    expect(cli.asked).toEqual([]);
    expect((await cli.run([...args, '--yes', '--json'])).code).toBe(0);
  });
});
