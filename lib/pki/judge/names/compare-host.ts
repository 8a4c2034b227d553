import type { Standing } from '#lib/pki/judge/names/standing.ts';

const host = /^[\w-]+(\.[\w-]+)*$/;

/**
 * RFC 5280 section 4.2.1.10: "Any DNS name that can be constructed by simply adding zero or more labels to the left-hand side of the name satisfies
 * the name constraint." A period in front, which the section does not know for DNS names, asks for one label more, as OpenSSL reads it. Both lower case.
 */
export function compareDns(name: string, base: string): Standing {
  if (base === '') return 'inside';
  const isWildcard = name.startsWith('*.');
  const fixed = isWildcard ? name.slice(2) : name;
  if (!host.test(fixed)) return 'unclear';
  const dotted = base.startsWith('.') ? base : `.${base}`;
  if (name === base || name.endsWith(dotted)) return 'inside';
  // `*.example` may stand for the very host that the base names.
  const isOneOfThem = isWildcard && dotted.endsWith(`.${fixed}`) && !dotted.slice(1, -fixed.length - 1).includes('.');
  return isOneOfThem && dotted.length > fixed.length + 1 ? 'unclear' : 'outside';
}

/** RFC 5280 section 4.2.1.10, of e-mail and URI alike: a host stands for itself, "When the constraint begins with a period, it MAY be expanded with one or more labels." Both lower case. */
export function compareMailHost(name: string, base: string): Standing {
  if (base === '' || !host.test(name)) return 'unclear';
  if (base.startsWith('.')) return name.endsWith(base) && name !== base ? 'inside' : 'outside';
  return name === base ? 'inside' : 'outside';
}
