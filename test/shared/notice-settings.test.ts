import { describe, expect, it } from '@jest/globals';
import { ConfigError, parseConfig } from '../../shared/config';
import { guid } from './state/builders';

const NEEDED = {
  GATEHOUSE_TENANT_ID: guid(1),
  GATEHOUSE_API_AUDIENCE: 'api://gatehouse',
  GATEHOUSE_PUBLIC_URL: 'https://gatehouse.example',
  GATEHOUSE_CLIENT_STATE: 'x'.repeat(32),
  GATEHOUSE_BUS: 'bus',
  GATEHOUSE_TABLES: 'tables',
  GATEHOUSE_BLOBS: 'blobs',
};
const MAIL = { GATEHOUSE_NOTICES_MAILBOX: guid(7), GATEHOUSE_NOTICES_DOMAIN: 'Woodgrove.com' };
const notices = (env: Record<string, string>) => parseConfig({ ...NEEDED, ...env }).notices;
function problemsOf(env: Record<string, string>): string {
  try {
    notices(env);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

describe('the settings of notices', () => {
  it('tell nobody unless they say otherwise', () => {
    expect(notices({})).toEqual({
      mailbox: null,
      domain: '',
      webhook: null,
      webhookFormat: 'json',
      approvers: [],
      digestHours: 24,
      alertHours: 4,
      language: 'en',
      textsFolder: null,
    });
  });

  it('are taken as they are meant', () => {
    const env = {
      ...MAIL,
      GATEHOUSE_NOTICES_APPROVERS: `${guid(1).toUpperCase()}, ${guid(2)},`,
      GATEHOUSE_NOTICES_DIGEST_HOURS: '12',
    };
    expect(notices(env)).toMatchObject({
      mailbox: guid(7),
      domain: 'woodgrove.com',
      approvers: [guid(1), guid(2)],
      digestHours: 12,
    });
  });

  it.each([
    [{ GATEHOUSE_NOTICES_MAILBOX: guid(7) }, 'GATEHOUSE_NOTICES_DOMAIN: is needed'],
    [{ ...MAIL, GATEHOUSE_NOTICES_MAILBOX: 'notices@woodgrove.com' }, 'GATEHOUSE_NOTICES_MAILBOX: must be'],
    [{ ...MAIL, GATEHOUSE_NOTICES_DOMAIN: 'https://x.example/' }, 'GATEHOUSE_NOTICES_DOMAIN: must be'],
    [{ GATEHOUSE_NOTICES_WEBHOOK: 'http://hook.example/s3cret' }, 'GATEHOUSE_NOTICES_WEBHOOK: must be'],
    [{ GATEHOUSE_NOTICES_WEBHOOK_FORMAT: 'slack' }, 'GATEHOUSE_NOTICES_WEBHOOK_FORMAT: is one of'],
    [{ GATEHOUSE_NOTICES_DIGEST_HOURS: 'daily' }, 'GATEHOUSE_NOTICES_DIGEST_HOURS: must be'],
    [{ GATEHOUSE_NOTICES_ALERT_HOURS: '0' }, 'GATEHOUSE_NOTICES_ALERT_HOURS: must be hours, 1 to 72'],
    [{ GATEHOUSE_NOTICES_APPROVERS: 'arno' }, 'GATEHOUSE_NOTICES_APPROVERS: must be'],
    [{ GATEHOUSE_NOTICES_LANGUAGE: 'Dutch!' }, 'GATEHOUSE_NOTICES_LANGUAGE: must be'],
  ] as const)('%j stop the start, and the value is not repeated', (env, problem) => {
    const said = problemsOf(env);
    expect(said).toContain(problem);
    expect(said).not.toMatch(/notices@|x\.example|s3cret|slack|daily|arno|Dutch!/);
  });
});
