/** `sid:objectSid,issuer-serial:altSecurityIdentities` as rules, for the verb to judge; absent: those of the draft. */
export function readRules(text: string | null): { readonly rules?: { source: string; attribute: string }[] } {
  if (text === null) return {};
  return {
    rules: text
      .split(',')
      .slice(0, 100)
      .map((rule) => {
        const [source = '', attribute = ''] = rule.split(':');
        return { source, attribute };
      }),
  };
}
