import { expect, it } from 'vitest';
import { permitOfflineAccess } from '#oidc/mount-request.ts';

it.each([
  ['/auth?scope=openid+offline_access', '/auth?scope=openid+offline_access&prompt=consent'],
  ['/auth?scope=openid%20offline_access&prompt=login', '/auth?scope=openid+offline_access&prompt=login+consent'],
])('consent is given for %s', (url, permitted) => {
  expect(permitOfflineAccess(url)).toBe(permitted);
});

it.each([
  '/auth',
  '/auth?scope=openid',
  '/auth?scope=openid+offline_accessible',
  '/auth?scope=openid+offline_access&prompt=none',
  '/auth?scope=openid+offline_access&prompt=consent',
  '/auth?scope=openid+offline_access&prompt=login&prompt=none',
  '/token?scope=offline_access',
])('%s is left as it is', (url) => {
  expect(permitOfflineAccess(url)).toBe(url);
});
