import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(__dirname, '../..');
const host = JSON.parse(readFileSync(join(root, 'host.json'), 'utf8')) as Record<string, unknown>;

/** What every host.json has, at the value everybody has. */
const USUAL = new Set(['version', 'default', 'id']);

const leaves = (value: unknown, name: string): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, key))
    : [name];

describe('host.json', () => {
  it('holds nothing that README does not explain', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const told = readme.slice(readme.indexOf('`host.json`, what is not the default'));
    const wanted = leaves({ ...host, extensionBundle: undefined }, '').filter(
      (name) => name !== '' && name !== 'extensionBundle' && !USUAL.has(name),
    );
    expect(wanted.filter((name) => !told.includes(name))).toEqual([]);
    expect(told).toContain('extension bundle');
  });

  it('leaves to the deployment what differs between deployments', () => {
    expect(JSON.stringify(host)).not.toMatch(/telemetryMode|"type"|connectionString/i);
    expect(JSON.stringify(host)).toContain('%GATEHOUSE_HUB%');
  });
});
