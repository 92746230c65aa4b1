import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { graphUser, userFacts } from '../../../../shared/clients/graph/user-facts';

const ID = 'D1A0C3B2-4e5f-4a6b-8c7d-9e0f1a2b3c04';
const HOST = 'host.onmicrosoft.com';

const factsOf = (more: object) => userFacts(graphUser.parse({ id: ID, accountEnabled: true, ...more }));

describe('userFacts', () => {
  it('prefers the mail, then the first other mail, then the guest name', () => {
    const userPrincipalName = `anna_third.example#EXT#@${HOST}`;
    const otherMails = ['anna@Second.example', 'anna@other.example'];
    expect(factsOf({ mail: 'anna@First.example', otherMails, userPrincipalName }).domain).toBe(
      'first.example',
    );
    expect(factsOf({ mail: null, otherMails, userPrincipalName }).domain).toBe('second.example');
    expect(factsOf({ mail: null, otherMails: [], userPrincipalName }).domain).toBe('third.example');
  });

  it.each([null, `anna@${HOST}`, '#EXT#@x', `anna#EXT#@${HOST}`, `anna_#EXT#@${HOST}`])(
    'knows no domain from the name %j',
    (userPrincipalName) => {
      expect(factsOf({ userPrincipalName }).domain).toBeNull();
    },
  );

  it('finds the domain after the last underscore, whatever the local part holds', () => {
    const local = fc.stringMatching(/^[a-z0-9._-]{1,20}$/);
    const domain = fc.stringMatching(/^[a-z0-9-]{1,12}(\.[a-z0-9-]{1,8}){1,2}$/);
    fc.assert(
      fc.property(local, domain, (name, partner) => {
        expect(factsOf({ userPrincipalName: `${name}_${partner}#EXT#@${HOST}` }).domain).toBe(partner);
      }),
    );
  });

  it('holds nothing that names the person', () => {
    const facts = factsOf({ mail: 'anna@contoso.com', userPrincipalName: `anna_contoso.com#EXT#@${HOST}` });
    expect(JSON.stringify(facts)).not.toMatch(/anna|@/);
  });

  it('keeps an id in lower case, a state it does not know, and every issuer', () => {
    const identities = [{ issuer: 'ExternalAzureAD' }, { issuer: null }, { issuer: HOST }];
    expect(factsOf({ externalUserState: 'SomethingNew', userType: 'Guest', identities })).toMatchObject({
      id: ID.toLowerCase(),
      userType: 'Guest',
      externalUserState: 'SomethingNew',
      issuers: ['ExternalAzureAD', HOST],
    });
  });

  it.each([
    ['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.000Z'],
    ['2026-05-24T23:21:19.3554403+00:00', '2026-05-24T23:21:19.355Z'],
    ['yesterday', null],
    [null, null],
  ])('reads the time of the last change leniently: %j', (externalUserStateChangeDateTime, at) => {
    expect(factsOf({ externalUserStateChangeDateTime }).externalUserStateChangedAt).toBe(at);
  });

  it('does not take an account for disabled because the field is missing', () => {
    expect(graphUser.safeParse({ id: ID }).success).toBe(false);
  });
});
