import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  parsePolicyFile,
  PolicyFileError,
  readPolicyFile,
} from '../../../../admin/cli/policy-file/read-policy-file';
import { SAMPLE_POLICY } from '../../../../local/demo/sample-policy';
import { partnerPolicySchema } from '../../../../shared/domain/partner-policy';
import { completePolicy, groupsOf } from '../../../../shared/domain/partner-policy-file';

const SAMPLE = readFileSync('samples/contoso.yaml', 'utf8');

/** What is wrong with the sample once it was changed. */
function troubleWith(change: (text: string) => string): string[] {
  try {
    parsePolicyFile(change(SAMPLE), 'contoso.yaml');
  } catch (error) {
    if (error instanceof PolicyFileError) return error.message.split('\n');
    throw error;
  }
  return [];
}

/** `contoso.yaml:line:column` of the first place where the text stands. */
function placeIn(text: string, part: string): string {
  const before = text.slice(0, text.indexOf(part)).split('\n');
  return `contoso.yaml:${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

describe('a policy file', () => {
  it('says what the local stack’s sample says, groups included', () => {
    const file = readPolicyFile('samples/contoso.yaml');
    const complete = completePolicy(file, { access: null, cloudPc: null });
    const sample = partnerPolicySchema.parse(SAMPLE_POLICY);
    expect(complete).toMatchObject({ ...sample, crossTenantTrust: ['mfa'], desktops: expect.anything() });
    expect(groupsOf(complete)).toEqual(groupsOf(sample));
  });

  it('that leaves its groups out is complete with those of the stored policy, and not before', () => {
    const file = readPolicyFile('samples/contoso-unprepared.yaml');
    const stored = groupsOf(partnerPolicySchema.parse(SAMPLE_POLICY));
    expect(completePolicy(file, { access: null, cloudPc: null })).toBeUndefined();
    expect(completePolicy(file, { ...stored, cloudPc: null })).toBeUndefined();
    const complete = completePolicy(file, stored);
    expect(partnerPolicySchema.safeParse(complete).success).toBe(true);
    expect(groupsOf(complete)).toEqual(stored);
  });

  it.each([
    [
      'an unknown field, with the one it resembles',
      'startVm: always',
      'startVM: always',
      'startVM',
      /is it startVm\?/,
    ],
    ['an unknown field further in', '  version: 2', '  versoin: 2', 'versoin', /no field of this name/],
    ['a value there is not', 'startVm: always', 'startVm: allways', 'startVm', /expected one of "never"/],
    ['a name that is none', 'partner: contoso', 'partner: Con Toso', 'partner:', /lower-case letters/],
    ['an id that is none', 'homeTenant: c7', 'homeTenant: z7', 'homeTenant', /GUID/],
    [
      'a host pool that is none',
      'hostPools/hp',
      'hostPool/hp',
      '/subscriptions',
      /resource id of a host pool/,
    ],
    ['a form there is not', 'rule: eligibility-group', 'rule: eligible', 'rule:', /none of the forms/],
    ['a window that is missing', 'startVm: always', 'startVm: window', 'partner:', /startVm is window/],
  ])('with %s says where', (_what, from, to, at, why) => {
    const change = (text: string) => text.replace(from, to);
    const trouble = troubleWith(change);
    const place = placeIn(change(SAMPLE), at);
    expect(trouble).toContainEqual(expect.stringMatching(why));
    expect(trouble.find((line) => why.test(line))).toMatch(new RegExp(`^${place}: `));
  });

  it('says of a field that is not there that it is missing, at whatever should hold it', () => {
    const [trouble] = troubleWith((text) => text.replace(/^ {2}version: .*\n/m, ''));
    expect(trouble).toBe(`${placeIn(SAMPLE, 'client:')}: client.version: is missing; it has no default`);
  });

  it('lists all that is wrong, from top to bottom', () => {
    const trouble = troubleWith((text) => text.replace('contoso.com', 'no domain').replace('always', 'x'));
    expect(trouble.map((line) => line.split(' ')[1])).toEqual(['domains.0:', 'startVm:']);
  });

  it('that is no YAML is told by the parser, with its place', () => {
    expect(troubleWith(() => 'a: [1\nb: }')[0]).toMatch(/^contoso\.yaml:2:1: /);
    expect(troubleWith(() => '')[0]).toMatch(/^contoso\.yaml:1:1: /);
    expect(() => readPolicyFile('samples/none.yaml')).toThrow(/samples\/none\.yaml:1:1: cannot be read/);
  });
});
