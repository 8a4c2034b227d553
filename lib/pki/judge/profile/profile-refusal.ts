import { type PathPlace, type RuleRefusal, remedyAt, whose } from '#lib/pki/judge/checks/path-rule.ts';

/** What a conforming authority would not have written, and some TLS libraries refuse. `what` follows the certificate in a sentence. */
export function departs(place: PathPlace, paragraph: string, what: string): RuleRefusal {
  return {
    refusal: 'departs-from-profile',
    paragraph,
    message: `${whose(place)} ${what}, so some TLS libraries refuse it.`,
    remedy: remedyAt(place),
  };
}
