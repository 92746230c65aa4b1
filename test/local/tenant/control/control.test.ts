import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { onePartner, stopTenants } from '../tenant-under-test';

afterEach(stopTenants);

const COMMAND = join(process.cwd(), 'dist/local/tenant/control-command.js');

async function ctl(url: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [COMMAND, '--url', url, ...args], { env: {} });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

describe('the control command', () => {
  it('does on the command line what the control object does', async () => {
    const tenant = await onePartner();
    const invited = await ctl(tenant.url, 'invite', '--mail', 'anna@contoso.com', '--name', 'anna');
    expect([invited.code, JSON.parse(invited.out)]).toMatchObject([
      0,
      { externalUserState: 'PendingAcceptance' },
    ]);
    const accepted = await ctl(tenant.url, 'accept', '--user', 'anna', '--provider', 'mail');
    expect(JSON.parse(accepted.out)).toMatchObject({
      externalUserState: 'Accepted',
      redeemedBy: { provider: 'mail' },
    });
    const again = await ctl(tenant.url, 'accept', '--user', 'anna');
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('no open invitation')]);
  });

  it('says what is wrong with the call, and where nobody listens', async () => {
    const tenant = await onePartner();
    expect((await ctl(tenant.url, 'invite')).err).toContain('--mail');
    expect((await ctl('http://127.0.0.1:9', 'clock')).err).toContain('npm run tenant');
  });
});

describe('the control API', () => {
  it('gives admin users tokens with their app roles, checked by the published keys', async () => {
    const tenant = await onePartner();
    const { accessToken } = await tenant.control.userToken({ user: 'arno' });
    const keys = createRemoteJWKSet(new URL(`${tenant.url}/${tenant.tenantId}/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(accessToken, keys, {
      issuer: `${tenant.url}/${tenant.tenantId}/v2.0`,
      audience: 'api://gatehouse',
    });
    expect(payload['roles']).toEqual(['Gatehouse.Approver', 'Gatehouse.Reader']);
    expect(payload['preferred_username']).toBe('arno@woodgrove.com');
  });

  it('lists its actions, and says so when there is none of that name', async () => {
    const tenant = await onePartner();
    const actions = (await (await fetch(`${tenant.url}/_control`)).json()) as { name: string }[];
    expect(actions.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['invite', 'advanceClock', 'setNotifications']),
    );
    expect((await fetch(`${tenant.url}/_control/make-coffee`, { method: 'POST' })).status).toBe(404);
  });

  it('is closed to web pages of other origins', async () => {
    const tenant = await onePartner();
    const ask = (origin: string): Promise<Response> =>
      fetch(`${tenant.url}/_control/clock`, { method: 'POST', headers: { origin } });
    expect((await ask('https://evil.example')).status).toBe(403);
    expect((await ask('http://localhost:3000')).status).toBe(200);
  });

  it('refuses a switch that does not exist and a value of the wrong kind', async () => {
    const tenant = await onePartner();
    await expect(tenant.control.setSwitch({ name: 'nope', value: true })).rejects.toThrow(/no switch 'nope'/);
    await expect(tenant.control.setSwitch({ name: 'otpIssuer', value: 3 })).rejects.toThrow(/takes a string/);
  });
});
