import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { findBicep, type Bicep } from './bicep-command';
import { SNAPSHOT_PLACE } from './snapshot';

const INFRA = join(__dirname, '../../infra');
const FIXTURES = join(__dirname, '../fixtures/infra');
const MAIN = join(INFRA, 'main.bicep');
const TIME_LIMIT_MS = 120_000;

const template = z.object({
  parameters: z.record(
    z.string(),
    z.object({
      type: z.string().optional(),
      defaultValue: z.unknown().optional(),
      metadata: z.object({ description: z.string() }).optional(),
    }),
  ),
  outputs: z.record(z.string(), z.object({ type: z.string() })),
});

const found = findBicep();
const bicep: Bicep = found ?? (() => ({ status: null, text: 'no Bicep CLI' }));
const whereBicepIs = found === undefined ? describe.skip : describe;

whereBicepIs('the Bicep of infra/', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bicep-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const compiled = () => {
    const file = join(folder, 'main.json');
    expect(bicep('build', MAIN, '--outfile', file)).toEqual({ status: 0, text: '' });
    return template.parse(JSON.parse(readFileSync(file, 'utf8')));
  };

  it(
    'passes the linter without a warning',
    () => {
      expect(bicep('lint', MAIN)).toEqual({ status: 0, text: '' });
    },
    TIME_LIMIT_MS,
  );

  it(
    'compiles; every parameter is described, none is a secret, and the defaults only look',
    () => {
      const { parameters, outputs } = compiled();
      const undescribed = Object.keys(parameters).filter((name) => !parameters[name]?.metadata?.description);
      expect(undescribed).toEqual([]);
      const types = [...Object.values(parameters), ...Object.values(outputs)].map(({ type }) => type ?? '');
      expect(types.filter((type) => /^secure/i.test(type))).toEqual([]);
      expect(parameters['access']?.defaultValue).toBe('observe');
      expect(parameters['privateNetwork']?.defaultValue).toBe(false);
    },
    TIME_LIMIT_MS,
  );

  it(
    'has parameter values for azd that fit',
    () => {
      const file = join(folder, 'parameters.json');
      expect(bicep('build-params', join(INFRA, 'main.bicepparam'), '--outfile', file)).toEqual({
        status: 0,
        text: '',
      });
    },
    TIME_LIMIT_MS,
  );

  it.each(['observe', 'everything'])(
    'makes what the snapshot "%s" says (after a wanted change: bicep snapshot --mode overwrite, see CONTRIBUTING.md)',
    (name) => {
      const answer = bicep(
        'snapshot',
        join(FIXTURES, `${name}.bicepparam`),
        '--mode',
        'validate',
        ...SNAPSHOT_PLACE,
      );
      expect(answer).toEqual({ status: 0, text: '' });
    },
    TIME_LIMIT_MS,
  );

  it.each([
    [
      'another tenant than the one signed in to',
      'tenantId',
      `'99999999-9999-4999-8999-999999999999'`,
      /nothing was changed/,
    ],
    ['fewer instances than the platform takes', 'maximumInstances', '39', /minimum allowable value is 40/],
    ['an audit that may be rewritten at once', 'auditRetentionDays', '0', /minimum allowable value is 1\./],
    [
      'a back end that is not one',
      'durableBackEnd',
      `'netherite'`,
      /Expected a value of type "'azure-storage' \| 'durable-task-scheduler'"/,
    ],
    ['a mode that is not one', 'access', `'admin'`, /Expected a value of type "'observe' \| 'operate'"/],
  ])(
    'refuses %s before anything is made',
    (_, parameter, value, reason) => {
      const file = join(folder, 'refused.bicepparam');
      writeFileSync(
        file,
        `using '${relative(folder, MAIN)}'\nparam environmentName = 'test'\nparam location = 'westeurope'\nparam ${parameter} = ${value}\n`,
      );
      const { status, text } = bicep('snapshot', file, '--mode', 'overwrite', ...SNAPSHOT_PLACE);
      expect(status).not.toBe(0);
      expect(text).toMatch(reason);
    },
    TIME_LIMIT_MS,
  );
});
