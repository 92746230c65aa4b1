import { expect, it } from '@jest/globals';
import { partnerId } from '../../../shared/domain/ids';
import { guid, policy } from './builders';
import { onBothAdapters } from './on-both-adapters';

onBothAdapters('Partners', (state) => {
  it('knows no policy nobody stored', async () => {
    expect(await state().partners.read(partnerId('contoso'))).toBeUndefined();
    expect(await state().partners.list()).toEqual([]);
  });

  it('gives back a policy as it was stored, also one that lists thousands of guests', async () => {
    const guests = Array.from({ length: 3_000 }, (_, n) => guid(n));
    expect(await state().partners.put(policy('contoso', guests), undefined)).toBe('written');
    expect((await state().partners.read(partnerId('contoso')))?.value).toEqual(policy('contoso', guests));
  });

  it('stores a policy without an etag only where there is none', async () => {
    await state().partners.put(policy('contoso'), undefined);
    expect(await state().partners.put(policy('contoso', [guid(1)]), undefined)).toBe('conflict');
    expect((await state().partners.read(partnerId('contoso')))?.value).toEqual(policy('contoso'));
  });

  it('replaces a policy once for each etag, and none that is not there', async () => {
    await state().partners.put(policy('contoso'), undefined);
    const { etag } = (await state().partners.read(partnerId('contoso')))!;
    expect(await state().partners.put(policy('contoso', [guid(1)]), etag)).toBe('written');
    expect(await state().partners.put(policy('contoso', [guid(2)]), etag)).toBe('conflict');
    expect(await state().partners.put(policy('fabrikam'), etag)).toBe('conflict');
    expect(await state().partners.list()).toEqual([policy('contoso', [guid(1)])]);
  });

  it('lists all policies by partner id', async () => {
    for (const partner of ['fabrikam', 'contoso-2', 'contoso', 'a1', '1a']) {
      await state().partners.put(policy(partner), undefined);
    }
    const ids = (await state().partners.list()).map(({ partner }) => partner);
    expect(ids).toEqual(['1a', 'a1', 'contoso', 'contoso-2', 'fabrikam']);
  });
});
