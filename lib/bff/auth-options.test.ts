import { decode, encode } from 'next-auth/jwt';
import { beforeAll, expect, test, vi } from 'vitest';
import { authOptions } from '#lib/bff/auth-options.ts';
import { setRuntime } from '#lib/bff/runtime.ts';
import type { ServiceContext } from '#lib/services/context.ts';

vi.mock('server-only', () => ({}));

let now = 1_795_000_000_000;
const logged: Record<string, unknown>[] = [];

beforeAll(() => {
  const log = (fields: Record<string, unknown>): void => void logged.push(fields);
  const context = {
    // Whatever a verb asks of this store fails the way a driver's errors read.
    db: new Proxy({} as ServiceContext['db'], {
      get: () => {
        throw new Error('Failed query: select * from administrators where email = $1, params: ada@example.com');
      },
    }),
    now: () => now,
    fillRandom: (target) => crypto.getRandomValues(target),
    log: { info: log, warn: log, error: log },
  } as Partial<ServiceContext> as ServiceContext;
  setRuntime({ context, trustedProxies: [], publicUrl: 'http://localhost', authSecret: 'a secret of some length' });
});

test('a failure inside reaches the page as a code alone, and the log with its cause', async () => {
  const [provider] = authOptions().providers;
  const options = provider?.options as { authorize: (...input: unknown[]) => Promise<unknown> } | undefined;
  const attempt = options?.authorize({ email: 'ada@example.com', password: 'twelve letters' }, { headers: {} });
  await expect(attempt).rejects.toThrow(/^unexpected$/);
  expect(logged).toMatchObject([{ incident: expect.stringMatching(/^inc_/), err: expect.any(Error) }]);
});

test('the cookie holds who it is, the epoch and when it began, nothing else', async () => {
  const { callbacks, secret = '' } = authOptions();
  const token = await callbacks?.jwt?.({
    token: { name: 'Ada', email: 'ada@example.com', picture: null, sub: 'adm_1' },
    user: { id: 'adm_1', name: 'Ada', email: 'ada@example.com', ...{ sessionEpoch: 3 } },
    account: null,
  });
  expect(token).toEqual({ sub: 'adm_1', sessionEpoch: 3, beganAt: now });
  const again = await decode({ token: await encode({ token: token ?? {}, secret }), secret });
  expect(await callbacks?.jwt?.({ token: again ?? {}, user: undefined as never, account: null })).toMatchObject({
    sub: 'adm_1',
    sessionEpoch: 3,
  });
});

test('a session ends eight hours after it began, however often its cookie was renewed', async () => {
  const began = now;
  const { callbacks } = authOptions();
  const sessionAt = async (time: number) => {
    now = time;
    const token = { sub: 'adm_1', sessionEpoch: 3, beganAt: began };
    const session = { expires: '' };
    return callbacks?.session?.({ session, token, user: undefined as never, newSession: undefined, trigger: 'update' });
  };
  expect(await sessionAt(began + 8 * 3_600_000 - 1)).toMatchObject({ administratorId: 'adm_1', sessionEpoch: 3 });
  expect(await sessionAt(began + 8 * 3_600_000)).not.toHaveProperty('administratorId');
});
