import { describe, expect, it } from 'vitest';
import { nextPath } from '#components/sign-in/next-path.ts';

describe('nextPath', () => {
  it('keeps a path of this console with its query and fragment', () => {
    expect(nextPath('/connections/con_1/networks?q=a#b')).toBe('/connections/con_1/networks?q=a#b');
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    'connections',
    '',
    undefined,
    ['/a', '/b'],
  ])('goes to the connections instead of %j', (asked) => {
    expect(nextPath(asked)).toBe('/connections');
  });

  it('never leads back to the sign-in page', () => {
    expect(nextPath('/sign-in?next=/x')).toBe('/connections');
  });
});
