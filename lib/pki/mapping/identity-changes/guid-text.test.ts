import { expect, it } from 'vitest';
import { guidText } from '#lib/pki/mapping/identity-changes/guid-text.ts';

it('turns the first three parts around', () => {
  expect(guidText('33221100554477668899aabbccddeeff')).toBe('00112233-4455-6677-8899-aabbccddeeff');
});

it('takes nothing else for one', () => {
  for (const text of [undefined, '', 'cn=ada', '33221100', `${'0'.repeat(31)}g`, '0'.repeat(33)])
    expect(guidText(text)).toBeUndefined();
});
