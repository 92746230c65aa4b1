import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guid, notice } from '../../shared/state/builders';
import { adminUnderTest, type AdminUnderTest } from './admin-under-test';

let api: AdminUnderTest;
beforeAll(async () => {
  api = await adminUnderTest();
  for (const n of [1, 2, 3]) await api.state.noticeOutbox.add(notice(n));
  await api.state.noticeOutbox.add(notice(4, { state: 'sent', sentAt: '2026-09-01T12:00:10.000Z' }));
});
afterAll(() => api.host.stop());

const list = async (query: string) => {
  const { status, body } = await api.ask('GET', `notices${query}`);
  return { status, ...(body as { notices: { guest: string }[]; next: string | null }) };
};

describe('the list of notices', () => {
  it('comes in pages, each notice once', async () => {
    const first = await list('?top=3');
    const rest = await list(`?top=3&continue=${first.next ?? ''}`);
    expect([...first.notices, ...rest.notices].map(({ guest }) => guest)).toEqual(
      [1, 2, 3, 4].map((n) => guid(n)),
    );
    expect(rest.next).toBeNull();
  });

  it('can be asked for by state, and a page of one list goes on in that list only', async () => {
    const waiting = await list('?state=waiting&top=1');
    expect(waiting.notices.map(({ guest }) => guest)).toEqual([guid(1)]);
    expect((await list(`?state=sent&continue=${waiting.next ?? ''}`)).status).toBe(400);
    expect((await list('?state=sent')).notices.map(({ guest }) => guest)).toEqual([guid(4)]);
    expect((await list('?state=lost')).status).toBe(400);
  });
});
