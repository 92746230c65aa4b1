import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { SETTING_NAMES } from '../../shared/config';
import { readSnapshot } from './snapshot';

/** Connection strings: a deployment reaches everything by identity. */
const BY_SECRET = ['GATEHOUSE_BUS', 'GATEHOUSE_TABLES', 'GATEHOUSE_BLOBS'];
/** A folder of one's own texts goes with the package; who has one sets it by hand. */
const BY_HAND = ['GATEHOUSE_NOTICES_TEXTS'];
/** What the Functions host, its extensions and the Azure SDKs read, each for a reason told in docs/operating.md. */
const PLATFORM = [
  'APPLICATION_INSIGHTS_NO_STATSBEAT',
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'AZURE_CLIENT_ID',
  'AZURE_TOKEN_CREDENTIALS',
  'AzureFunctionsJobHost__telemetryMode',
  'AzureWebJobsStorage__accountName',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsStorage__credential',
  'GATEHOUSE_BUS__clientId',
  'GATEHOUSE_BUS__credential',
  // Read by host.json: `%GATEHOUSE_HUB%`.
  'GATEHOUSE_HUB',
];
const STORAGE_PROVIDER = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__';
const BACK_END = {
  observe: [`${STORAGE_PROVIDER}type`],
  everything: [
    `${STORAGE_PROVIDER}type`,
    `${STORAGE_PROVIDER}connectionStringName`,
    'DURABLE_TASK_SCHEDULER_CONNECTION_STRING',
  ],
};
const OPTIONAL = [
  'GATEHOUSE_BLOCKED_GROUP',
  'GATEHOUSE_EXCLUDED_GROUP',
  'GATEHOUSE_EXCLUDED_IDS',
  'GATEHOUSE_NOTICES_APPROVERS',
  'GATEHOUSE_NOTICES_DOMAIN',
  'GATEHOUSE_NOTICES_MAILBOX',
  'GATEHOUSE_NOTICES_WEBHOOK',
  'GATEHOUSE_NOTIFICATION_URL',
  'GATEHOUSE_RETENTION',
];

const settingsOf = (snapshot: 'observe' | 'everything') =>
  readSnapshot(snapshot).ofType('Microsoft.Web/sites/config');
const wanted = SETTING_NAMES.filter((name) => ![...BY_SECRET, ...BY_HAND, ...PLATFORM].includes(name));

describe('the app settings of a deployment', () => {
  it('are exactly those that config, host and SDKs read, when every option is on', () => {
    const expected = [...wanted, ...PLATFORM, ...BACK_END.everything].sort();
    const apps = settingsOf('everything');
    expect(apps).toHaveLength(2);
    for (const app of apps) expect(Object.keys(app.properties).sort()).toEqual(expected);
  });

  it('leave out only what has no value yet, with every default', () => {
    const needed = wanted.filter((name) => !OPTIONAL.includes(name));
    const expected = [...needed, ...PLATFORM, ...BACK_END.observe].sort();
    for (const app of settingsOf('observe')) expect(Object.keys(app.properties).sort()).toEqual(expected);
  });

  it('give each part its own part, hub, host storage and identity', () => {
    const [runtime, offboarding] = settingsOf('everything').map(({ properties }) => properties);
    const apart = [
      'GATEHOUSE_PART',
      'GATEHOUSE_HUB',
      'AzureWebJobsStorage__accountName',
      'AZURE_CLIENT_ID',
      'GATEHOUSE_BUS__clientId',
      'DURABLE_TASK_SCHEDULER_CONNECTION_STRING',
    ];
    for (const name of apart) expect([name, runtime?.[name]]).not.toEqual([name, offboarding?.[name]]);
    expect(runtime?.['GATEHOUSE_PART']).toBe('runtime');
    expect(offboarding?.['GATEHOUSE_PART']).toBe('offboarding');
  });

  it('take the subscriptions’ secret from Key Vault and hold no secret', () => {
    for (const { properties } of settingsOf('everything')) {
      for (const name of ['GATEHOUSE_CLIENT_STATE', 'GATEHOUSE_NOTICES_WEBHOOK'])
        expect(properties[name]).toMatch(/@Microsoft\.KeyVault\(SecretUri=/);
      expect(JSON.stringify(properties)).not.toMatch(/AccountKey|SharedAccess|Password|list[A-Z]\w*Keys?\(/);
    }
  });

  it('appear in the sample of local settings under names that something reads', () => {
    const file = join(__dirname, '../../local.settings.sample.json');
    const { Values: values } = z
      .object({ Values: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(file, 'utf8')));
    const known = new Set([...SETTING_NAMES, ...PLATFORM, 'AzureWebJobsStorage', 'FUNCTIONS_WORKER_RUNTIME']);
    expect(Object.keys(values).filter((name) => !known.has(name))).toEqual([]);
    expect(values['GATEHOUSE_CLIENT_STATE']).toBe('');
  });
});
