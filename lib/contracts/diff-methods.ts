import type { ChangeView } from '#lib/contracts/change.ts';
import type { AuthorityRevocation, Settings } from '#lib/contracts/settings.ts';
import { type MappingRule, mappingSourceNames } from '#lib/core/mapping-rule.ts';

const revocation = {
  off: 'not looked up',
  'fail-open': 'looked up; people come in where no list can be had',
  'fail-closed': 'looked up; nobody comes in where no list can be had',
} as const;

const strength = { any: 'any', strong: 'strong only' } as const;

/** What is different about the methods, mapping, revocation and sessions. */
export function diffMethods(before: Settings, after: Settings): ChangeView[] {
  const onOff = (isOn: boolean) => (isOn ? 'on' : 'off');
  const outside = { password: 'password', refuse: 'refused' } as const;
  const url = (text: string) => (text === '' ? 'none' : text);
  const own = (text: string) => (text === '' ? 'the same' : text);
  const pairs: readonly (readonly [what: string, before: string, after: string])[] = [
    ['client certificates', onOff(before.clientCertificate.enabled), onOff(after.clientCertificate.enabled)],
    ['Kerberos', onOff(before.kerberos.enabled), onOff(after.kerberos.enabled)],
    ['front-facing URL', url(before.frontFacingUrl), url(after.frontFacingUrl)],
    ['front-facing URL of Kerberos', own(before.kerberos.frontFacingUrl), own(after.kerberos.frontFacingUrl)],
    ['mapping that counts', strength[before.mappingStrength], strength[after.mappingStrength]],
    ['revocation', revocation[before.revocation.mode], revocation[after.revocation.mode]],
    ['partial chains', onOff(before.trust.partialChains), onOff(after.trust.partialChains)],
    ['sign-in lasts', hours(before.session.hours), hours(after.session.hours)],
    ['keep me signed in', days(before.session.keepSignedInDays), days(after.session.keepSignedInDays)],
    ['addresses outside every network', outside[before.outside], outside[after.outside]],
  ];
  const changed = pairs.flatMap(([what, was, is]): ChangeView[] =>
    was === is ? [] : [{ kind: 'changed', area: 'methods', what, before: was, after: is }],
  );
  return [...changed, ...diffMapping(before, after)];
}

function hours(count: number): string {
  return count === 1 ? '1 hour' : `${count} hours`;
}

function days(count: number): string {
  if (count === 0) return 'not offered';
  return count === 1 ? '1 day' : `${count} days`;
}

/** The rules are tried in their order, so that another order is a change too. */
function diffMapping({ mapping: before }: Settings, { mapping: after }: Settings): ChangeView[] {
  const text = (rules: readonly MappingRule[]) => rules.map(ruleText).join(', then ');
  if (text(before) === text(after)) return [];
  const isOrderOnly = before.map(ruleText).sort().join() === after.map(ruleText).sort().join();
  const what = isOrderOnly ? 'order of the mapping rules' : 'mapping of certificates to people';
  return [{ kind: 'changed', area: 'methods', what, before: text(before), after: text(after) }];
}

/** `e-mail address → mail`. */
function ruleText({ source, attribute }: MappingRule): string {
  return `${mappingSourceNames[source]} → ${attribute}`;
}

/** Authorities by the name they are called by; `nameOf` takes the SHA-256 of a public key. */
export function diffAuthorityRevocation(
  before: Settings,
  after: Settings,
  nameOf: (authority: string) => string,
): ChangeView[] {
  const [was, is] = [before, after].map(
    (settings) => new Map((settings.revocation.authorities ?? []).map((rule) => [rule.authority, rule])),
  );
  return [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].flatMap((authority): ChangeView[] => {
    const [old, fresh] = [was?.get(authority), is?.get(authority)];
    if (JSON.stringify(old) === JSON.stringify(fresh)) return [];
    const what = `revocation of what ${nameOf(authority)} issued`;
    const area = 'methods';
    return [{ kind: 'changed', area, what, before: authorityText(old), after: authorityText(fresh) }];
  });
}

function authorityText(rule: AuthorityRevocation | undefined): string {
  if (rule === undefined) return 'as for all';
  const { mode, source } = rule;
  if (mode === 'off') return revocation.off;
  switch (source.kind) {
    case 'certificate':
      return `${revocation[mode]}; as the certificates say`;
    case 'url':
      return `${revocation[mode]}; list at ${source.crlUrl}${source.deltaUrl === undefined ? '' : `, changes at ${source.deltaUrl}`}`;
    case 'ocsp':
      return `${revocation[mode]}; asked at ${source.url}`;
    case 'uploaded':
      return `${revocation[mode]}; ${source.lists.length === 1 ? 'an uploaded list' : `${source.lists.length} uploaded lists`}`;
  }
}
