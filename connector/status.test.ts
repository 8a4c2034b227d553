import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readStatus, statusText } from '#connector/status.ts';
import { startSignInWorld } from '#connector/test-world/sign-in-world.ts';
import { mintClient } from '#connector/test-world/test-certificates.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';

const hour = 3_600_000;

test('status tells of lists and responders, and how often TLS and the rules differed', async () => {
  const world = await startSignInWorld();
  onTestFinished(world.close);
  const nextUpdate = Math.floor(Date.now() / 1000) * 1000 + hour;
  const list = await issueCrl({
    signer: world.root.signer,
    thisUpdate: nextUpdate - 2 * hour,
    nextUpdate,
    revoked: [],
  });
  const site = createServer(({ url }, response) =>
    url === '/root.crl' ? response.end(list) : response.writeHead(404).end(),
  ).listen(0, '127.0.0.1');
  onTestFinished(() => void site.close());
  await once(site, 'listening');
  const base = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const text = async () => {
    const status = await readStatus(world.folder);
    if (!status.ok) throw new Error(status.problem.message);
    return statusText(status.value);
  };
  await expect.poll(text).toMatch(/^Revocation {2}nothing is looked up$/m);
  expect(await text()).toMatch(/^TLS, rules {2}agree on every certificate since the start$/m);

  const root = await parseCertificate(world.root.der);
  if (!root.ok) throw new Error(root.problem.message);
  const authority = root.value.spkiFingerprint;
  const source = { kind: 'url', crlUrl: `${base}/root.crl`, deltaUrl: `${base}/changes.crl` } as const;
  await world.publish({ revocation: { mode: 'off', authorities: [{ authority, mode: 'fail-closed', source }] } });
  const until = `${new Date(nextUpdate).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const current = `“Corp Root”: list ${base}/root.crl is current, until ${until}; without a newer one sign-ins fail from ${until} on\n`;
  await expect.poll(text, { timeout: 5_000 }).toContain(current);
  await expect
    .poll(text, { timeout: 5_000 })
    .toContain(
      `            “Corp Root”: list of changes ${base}/changes.crl is unreachable (it answered with status 404)\n`,
    );

  // A certificate may agree on keys and not sign: OpenSSL takes it, the rules do not.
  await world.signIn({ own: await mintClient('Odd', world.root, { keyUsage: ['keyAgreement'] }) });
  await expect
    .poll(text, { timeout: 5_000 })
    .toMatch(
      /^TLS, rules {2}differed once, last at .* about “Odd”: TLS says accepted, the rules say wrong-key-usage$/m,
    );
});
