import { expect, it } from 'vitest';
import { mappingSources } from '#lib/core/mapping-rule.ts';
import { isMappingWeak } from '#lib/pki/mapping/is-mapping-weak.ts';

it('calls weak what KB5014754 calls weak, and nothing else', () => {
  const weak = mappingSources.filter((source) => isMappingWeak({ source }));
  expect(weak).toEqual(['san-upn', 'san-email', 'subject-cn', 'subject']);
});
