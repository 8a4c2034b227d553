import { encode } from 'next-auth/jwt';
import { expect, test } from 'vitest';
import { hasSession } from '#lib/bff/has-session.ts';

const here = { authSecret: 'a secret of some length', publicUrl: 'http://localhost:3000' };
const name = 'next-auth.session-token';

test('a session that was begun here is one; anything else is a stranger’s', async () => {
  const token = await encode({ token: { sub: 'adm_1' }, secret: here.authSecret });
  expect(await hasSession(`theme=dark; ${name}=${token}; x=y`, here)).toBe(true);
  const secure = { ...here, publicUrl: 'https://gatehouse.example.com' };
  expect(await hasSession(`__Secure-${name}=${token}`, secure)).toBe(true);
  expect(await hasSession(`${name}=${token}`, secure)).toBe(false);

  const foreign = await encode({ token: { sub: 'adm_1' }, secret: 'another secret' });
  const ended = await encode({ token: { sub: 'adm_1' }, secret: here.authSecret, maxAge: -3_600 });
  for (const cookies of [undefined, '', `${name}=`, `${name}=x`, `${name}=${foreign}`, `${name}=${ended}`])
    expect(await hasSession(cookies, here), cookies).toBe(false);
});
