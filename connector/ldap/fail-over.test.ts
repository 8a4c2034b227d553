import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openTestDirectory, outcomeOf, whenState } from '#connector/ldap/directory.test-support.ts';
import type { Directory } from '#connector/ldap/directory.ts';
import { canRunSlapd, type Slapd, startSlapd } from '#e2e/world/slapd.ts';

describe.skipIf(!canRunSlapd)('several LDAP servers', () => {
  let first: Slapd;
  let second: Slapd;
  const closers: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const people = [{ uid: 'alice' }];
    [first, second] = await Promise.all([startSlapd({ people }), startSlapd({ people })]);
  });
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  afterAll(() => Promise.all([first?.remove(), second?.remove()]));

  function directory(
    urls: readonly string[],
    more: { readonly operationMs?: number; readonly connectMs?: number } = {},
  ) {
    const opened = openTestDirectory({
      urls: [...urls],
      base: first.base,
      bindUser: first.service.dn,
      bindPassword: first.service.password,
      allowPlain: true,
      timeouts: more,
    });
    closers.push(opened.close);
    return opened;
  }

  const alice = (at: Directory) => outcomeOf(at.checkPassword('alice', 'password of alice'));

  test('the next one answers while one is down, and all is as before when it is back', async () => {
    const here = directory([first.plainUrl, second.plainUrl]);
    await whenState(here, ({ answering }) => answering === 2);
    expect(await alice(here)).toBe('accepted');
    await first.kill();
    expect(await alice(here)).toBe('accepted');
    await whenState(here, ({ answering }) => answering === 1);
    expect(here.state()).toMatchObject({
      state: 'answering',
      configured: 2,
      detail: expect.stringContaining('unreachable'),
    });
    await second.kill();
    expect(await alice(here)).toBe('unavailable: directory-unreachable');
    await whenState(here, ({ state }) => state === 'failing');
    await first.restart();
    await whenState(here, ({ answering }) => answering === 1);
    expect(await alice(here)).toBe('accepted');
    await second.restart();
    await whenState(here, ({ answering }) => answering === 2);
    expect(here.state()).toEqual({ state: 'answering', kind: 'ldap', answering: 2, configured: 2 });
    const said = here.lines.filter(({ level }) => level === 'warn' || level === 'info').map(({ msg }) => msg);
    expect(new Set(said)).toEqual(new Set(['directory server fails', 'directory server answers again']));
  });

  test('checks in flight while a server dies are answered by the other one', async () => {
    const here = directory([second.plainUrl, first.plainUrl]);
    await whenState(here, ({ answering }) => answering === 2);
    const checks = Array.from({ length: 64 }, () => alice(here));
    await Promise.race(checks);
    await second.kill();
    expect(new Set(await Promise.all(checks))).toEqual(new Set(['accepted']));
    await second.restart();
  });

  test('kept connections that the server closed meanwhile are replaced', async () => {
    const here = directory([second.plainUrl]);
    expect(await alice(here)).toBe('accepted');
    await second.restart();
    expect(await alice(here)).toBe('accepted');
  });

  test('a directory that is down at first is found later, also what kind it is', async () => {
    await first.kill();
    const here = directory([first.plainUrl]);
    const early = here.principalFilter('alice@EXAMPLE.TEST');
    expect(await alice(here)).toBe('unavailable: directory-unreachable');
    await first.restart();
    await whenState(here, ({ state }) => state === 'answering');
    expect(await alice(here)).toBe('accepted');
    expect(early).toEqual(here.principalFilter('alice@EXAMPLE.TEST'));
  });

  test('a server that says nothing is given up in time, and left for the next', async () => {
    const silent = await listen();
    const here = directory([silent.url, first.plainUrl], { operationMs: 200 });
    expect(await alice(here)).toBe('accepted');
    await whenState(here, ({ answering, detail }) => answering === 1 && detail?.includes('directory-timeout') === true);
  });

  test('a password that servers swallow without a word is shown to two of them at most', async () => {
    let swallowed = 0;
    const relays = await Promise.all(
      [1, 2, 3, 4].map(() =>
        listen((socket) => {
          const onward = connect(Number(new URL(first.plainUrl).port), '127.0.0.1');
          onward.on('error', () => {});
          socket.once('close', () => onward.destroy());
          onward.pipe(socket);
          socket.on('data', (chunk) => {
            // Everything goes through but what holds her password: the server may have counted it, and nobody hears.
            if (chunk.includes('password of alice')) swallowed += 1;
            else onward.write(chunk);
          });
        }),
      ),
    );
    const here = directory(
      relays.map(({ url }) => url),
      { operationMs: 400 },
    );
    await whenState(here, ({ answering }) => answering === 4);
    expect(await alice(here)).toBe('unavailable: directory-timeout');
    expect(swallowed).toBe(2);
  });

  test('a StartTLS handshake that never ends is given up', async () => {
    // Answers the request to begin TLS with success (RFC 4511 section 4.14.2), and says nothing more.
    const stuck = await listen((socket) =>
      socket.on('data', (chunk) => {
        if (chunk[0] !== 0x30) return;
        const messageId = chunk.subarray(2, 5);
        socket.write(Buffer.concat([Buffer.from([0x30, 0x0c]), messageId, Buffer.from('78070a010004000400', 'hex')]));
      }),
    );
    const opened = openTestDirectory({
      urls: [stuck.url],
      base: first.base,
      bindUser: first.service.dn,
      bindPassword: first.service.password,
      startTls: true,
      ca: [first.caPath],
      timeouts: { connectMs: 200, operationMs: 2_000 },
    });
    closers.push(opened.close);
    expect(await alice(opened)).toBe('unavailable: directory-timeout');
  });

  test('rubbish instead of LDAP ends nothing but the check', async () => {
    const rubbish = await listen((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const here = directory([rubbish.url], { operationMs: 200 });
    expect(await alice(here)).toMatch(/^unavailable: directory-(timeout|unreachable|error)$/);
  });

  test('more than one operation may bring is cut off', async () => {
    const flood = await listen((socket) => {
      // An LDAP message that claims 256 MiB.
      socket.write(Buffer.from('30840fffffff', 'hex'));
      const more = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(1 << 20))) {}
      };
      socket.on('drain', more);
      more();
    });
    const here = directory([flood.url], { operationMs: 60_000 });
    expect(await alice(here)).toBe('unavailable: directory-unreachable');
  });

  async function listen(onSocket: (socket: Socket) => void = () => {}): Promise<{ readonly url: string }> {
    const sockets = new Set<Socket>();
    const server: Server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      onSocket(socket);
      socket.resume();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    const address = server.address();
    return { url: `ldap://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` };
  }
});
