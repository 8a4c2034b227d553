import type { DistinguishedName } from '#lib/pki/certificate/certificate.ts';
import type { NameParts } from '#lib/pki/issue/write-name.ts';

/** Stands as organisation in every certificate of a trial authority, so that nobody takes one for another. */
export const trialMark = 'For trying out only';

/** The most letters of a common name, RFC 5280 appendix A.1 (ub-common-name). */
const maxCommonName = 64;

/** The name of a certificate for trying out; a common name that is too long for the field is left out. */
export function trialName(commonName: string): NameParts {
  const mark = ['O', trialMark] as const;
  return commonName.length > maxCommonName ? [mark] : [mark, ['CN', commonName]];
}

/** Whether a name says that it is for trying out. */
export function isTrialName({ rdns }: Pick<DistinguishedName, 'rdns'>): boolean {
  return rdns.flat().some(({ oid, value }) => oid === '2.5.4.10' && value === trialMark);
}
