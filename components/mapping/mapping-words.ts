import { count } from '#components/words/count.ts';
import type { MappingStrengthView } from '#lib/contracts/mapping-strength.ts';
import { mappingSourceNames, mappingSources } from '#lib/core/mapping-rule.ts';
import type { StrongForm } from '#lib/pki/mapping/strong-form.ts';

/** The answer, in one line. */
export function answerWords({ days, people: { total, weak } }: Pick<MappingStrengthView, 'days' | 'people'>): string {
  if (total === 0) return `Nobody came with a certificate in the last ${days} days`;
  if (weak === 0)
    return total === 1
      ? 'The one person came by a strong mapping'
      : `All ${count(total, 'person', 'people')} came by a strong mapping`;
  if (total === 1) return 'The one person came by a weak mapping';
  return `${weak.toLocaleString('en')} of ${count(total, 'person', 'people')} came by a weak mapping`;
}

/** `user principal name in userPrincipalName`. */
export function ruleWords(source: string | null, attribute: string | null): string {
  const known = mappingSources.find((one) => one === source);
  if (source === null || attribute === null) return 'a rule that was not recorded';
  return `${known === undefined ? source : mappingSourceNames[known]} in ${attribute}`;
}

export const formWords: Readonly<Record<StrongForm, { readonly label: string; readonly hint: string }>> = {
  'issuer-serial': {
    label: 'Issuer and serial number',
    hint: 'What Microsoft recommends. It belongs to one certificate: a renewed one has to be written again.',
  },
  'subject-key-id': {
    label: 'Subject key identifier',
    hint: 'Stays where a certificate is renewed with the same key, as long as the authority writes it honestly.',
  },
  'sha1-public-key': {
    label: 'SHA-1 of the public key',
    hint: 'Stays where a certificate is renewed with the same key. Windows’ own tools write the certificate’s thumbprint here; connectors find either, domain controllers may not.',
  },
};

/** What else the counts say, one sentence each. */
export function furtherWords({ people, isCut }: Pick<MappingStrengthView, 'people' | 'isCut'>): string[] {
  const { bySid, refused, withWeakCertificate } = people;
  const persons = (amount: number) => count(amount, 'person', 'people');
  return [
    ...(refused === 0 ? [] : [`${persons(refused)} of them ${refused === 1 ? 'was' : 'were'} refused for it.`]),
    ...(bySid === 0
      ? []
      : [
          `${persons(bySid)} came by a weak rule with a certificate that carries their SID, which counts as strong: the rule “SID extension is the directory’s objectSid” finds them.`,
        ]),
    ...(withWeakCertificate === 0
      ? []
      : [
          `${persons(withWeakCertificate)} came strongly the last time, and before with another certificate that is weak.`,
        ]),
    ...(isCut ? ['There were more sign-ins than are looked at; the newest count.'] : []),
  ];
}
