import { AndFilter, EqualityFilter, type Filter as LdapFilter, OrFilter, PresenceFilter } from 'ldapts';
import type { Filter } from '#lib/pki/mapping/filter.ts';

/** The filter as the client's own objects: values go over the wire as they are, nothing is parsed from a text. */
export function toLdapFilter(filter: Filter): LdapFilter {
  switch (filter.kind) {
    case 'equal':
      return new EqualityFilter({
        attribute: filter.attribute,
        value: typeof filter.value === 'string' ? filter.value : Buffer.from(filter.value),
      });
    case 'present':
      return new PresenceFilter({ attribute: filter.attribute });
    case 'and':
      return new AndFilter({ filters: filter.filters.map(toLdapFilter) });
    case 'or':
      return new OrFilter({ filters: filter.filters.map(toLdapFilter) });
  }
}
