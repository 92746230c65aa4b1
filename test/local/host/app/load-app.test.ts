import { describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findEntryFiles } from '../../../../local/host/app/entry-files';
import { createHost } from '../../../../local/host/host';
import { hostFixture } from '../support/host-fixture';

const APP_FILE = require.resolve('../apps/one-file-app');

describe("finding an app's files", () => {
  const { folder } = hostFixture();

  const app = (main: string, files: string[]): string => {
    const root = folder();
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), '');
    }
    writeFileSync(join(root, 'package.json'), JSON.stringify({ main }));
    return root;
  };

  it.each([
    ['main.js', ['main.js'], ['main.js']],
    ['./dist/main.js', ['dist/main.js', 'main.js'], ['dist/main.js']],
    [
      'src/functions/*.js',
      ['src/functions/b.js', 'src/functions/a.js', 'src/functions/x/c.js', 'src/functions/a.ts'],
      ['src/functions/a.js', 'src/functions/b.js'],
    ],
    [
      'src/{app.js,functions/*.js}',
      ['src/app.js', 'src/functions/a.js', 'src/other.js'],
      ['src/app.js', 'src/functions/a.js'],
    ],
    ['dist/**/*.{js,mjs}', ['dist/a.js', 'dist/x/y/b.mjs', 'dist/c.cjs'], ['dist/a.js', 'dist/x/y/b.mjs']],
    ['**/f[12]?.js', ['f1a.js', 'x/f2b.js', 'f3c.js', 'node_modules/p/f1a.js'], ['f1a.js', 'x/f2b.js']],
  ])('reads main %j as a glob', (main, files, expected) => {
    const root = app(main, files);
    expect(findEntryFiles(root).files).toEqual(expected.map((file) => join(root, file)));
  });

  it('says what is missing', () => {
    const root = folder();
    expect(() => findEntryFiles(root)).toThrow(`${root} has no package.json`);
    expect(() => findEntryFiles(join(root, 'nowhere'))).toThrow('There is no app at');
    writeFileSync(join(root, 'package.json'), '{}');
    expect(() => findEntryFiles(root)).toThrow('has no "main"');
    writeFileSync(join(root, 'package.json'), '{ not json');
    expect(() => findEntryFiles(root)).toThrow('package.json is not valid JSON');
  });
});

describe('loading an app', () => {
  const { start, folder } = hostFixture();

  it('from one file, twice in a process, finds the same functions', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { host, url } = await start({ entry: APP_FILE });
      expect(host.functions.map(({ name }) => name)).toEqual(['fromOneFile']);
      expect(await (await fetch(`${url}/api/fromOneFile`)).text()).toBe('one file');
      await host.stop();
    }
  });

  it('puts local.settings.json below what is set, and takes all of it back at the end', async () => {
    const root = folder();
    const entry = join(root, 'main.cjs');
    writeFileSync(join(root, 'package.json'), '{"main":"main.cjs"}');
    writeFileSync(entry, '');
    const values = { FROM_FILE: 'file', FROM_OPTION: 'file', FROM_ENVIRONMENT: 'file', A_NUMBER: 1 };
    writeFileSync(
      join(root, 'local.settings.json'),
      JSON.stringify({ Values: values, ConnectionStrings: { DB: 'text' } }),
    );
    process.env['FROM_ENVIRONMENT'] = 'environment';
    const host = await createHost({ entry: root, env: { FROM_OPTION: 'option' } });
    const names = ['FROM_FILE', 'FROM_OPTION', 'FROM_ENVIRONMENT', 'A_NUMBER', 'ConnectionStrings:DB'];
    expect(names.map((name) => process.env[name])).toEqual(['file', 'option', 'environment', '1', 'text']);
    await host.stop();
    expect(names.map((name) => process.env[name])).toEqual([
      undefined,
      undefined,
      'environment',
      undefined,
      undefined,
    ]);
    delete process.env['FROM_ENVIRONMENT'];
  });

  it('refuses an encrypted local.settings.json, and takes nothing from it', async () => {
    const root = folder();
    writeFileSync(join(root, 'package.json'), '{"main":"package.json"}');
    writeFileSync(join(root, 'local.settings.json'), '{"IsEncrypted":true,"Values":{"A":"secret"}}');
    await expect(createHost({ entry: root })).rejects.toThrow(/local\.settings\.json is encrypted/);
  });

  it('tells the app where it runs, unless somebody else did', async () => {
    const { host } = await start({ entry: () => undefined });
    expect(process.env['WEBSITE_HOSTNAME']).toBe(`127.0.0.1:${host.port}`);
    expect(process.env['AZURE_FUNCTIONS_ENVIRONMENT']).toBe('Development');
    await host.stop();
    expect(process.env['WEBSITE_HOSTNAME']).toBeUndefined();
  });
});
