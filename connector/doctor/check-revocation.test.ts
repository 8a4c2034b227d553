import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { checkRevocation } from '#connector/doctor/check-revocation.ts';
import { listAddress } from '#connector/test-world/list-address.ts';
import { mintAuthority } from '#connector/test-world/test-certificates.ts';
import { testSettings } from '#connector/test-world/test-settings.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';

const hour = 3_600_000;

test('tells of every list that is known beforehand whether it can be had', async () => {
  const root = await mintAuthority('Corp Root');
  const now = Date.now();
  const list = await issueCrl({ signer: root.signer, thisUpdate: now - hour, nextUpdate: now + hour, revoked: [] });
  const site = createServer(({ url }, response) =>
    url === '/root.crl' ? response.end(list) : response.writeHead(404).end(),
  ).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const base = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const issuing = async (path: string) =>
    (await mintAuthority(`Issuing ${path}`, { signer: root.signer, furtherExtensions: [listAddress(base + path)] }))
      .der;
  const authorities = [root.der, await issuing('/root.crl'), await issuing('/gone.crl')];
  const found = async (revocation: 'off' | 'fail-open') =>
    (await checkRevocation(testSettings(1, { authorities, revocation }), Date.now)).map(({ part, state }) => [
      part,
      state,
    ]);
  expect((await found('fail-open')).sort()).toEqual([
    [`revocation list ${base}/gone.crl`, 'wrong'],
    [`revocation list ${base}/root.crl`, 'right'],
  ]);
  expect(await found('off')).toEqual([]);
  site.close();
});
