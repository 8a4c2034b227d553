import { expect, it } from 'vitest';
import { defaultMapping, mappingAttributes, mappingSources } from '#lib/core/mapping-rule.ts';
import { mappingProblem } from '#lib/pki/mapping/mapping-problem.ts';

it('knows which attribute can hold what', () => {
  const possible = mappingAttributes.map((attribute) => [
    attribute,
    mappingSources.filter((source) => mappingProblem({ source, attribute }) === undefined),
  ]);
  expect(Object.fromEntries(possible)).toEqual({
    sAMAccountName: ['subject-cn'],
    userPrincipalName: ['san-upn', 'san-email', 'subject-cn'],
    mail: ['san-upn', 'san-email', 'subject-cn'],
    altSecurityIdentities: ['san-email', 'subject', 'subject-key-id', 'issuer-serial', 'sha1-public-key'],
    userCertificate: ['issuer-serial'],
    objectSid: ['sid'],
    uid: [...mappingSources],
    cn: [...mappingSources],
  });
});

it('says it in a sentence, whatever the case of the attribute', () => {
  const problem = mappingProblem({ source: 'san-upn', attribute: 'SAMACCOUNTNAME' });
  expect(problem).toMatch(/^The user principal name is never in SAMACCOUNTNAME: .*\.$/);
  expect(defaultMapping.map(mappingProblem)).toEqual([undefined]);
});
