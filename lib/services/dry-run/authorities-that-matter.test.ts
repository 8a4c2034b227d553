import { expect, test } from 'vitest';
import { toBase64 } from '#lib/core/bytes.ts';
import { mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import { judgeClientCertificate } from '#lib/pki/judge/judge-client-certificate.ts';
import { authoritiesThatMatter } from '#lib/services/dry-run/authorities-that-matter.ts';

const base64 = (one: { readonly certificate: { readonly der: Uint8Array } }) => toBase64(one.certificate.der);

test('of many authorities those above what is presented are told, and the verdict is the same', async () => {
  const root = await mintAuthority('Root CA 1');
  const twin = await mintAuthority('Root CA 1');
  const issuing = await mintAuthority('Corp Issuing CA 2', root);
  const person = await mintClient('Ada', issuing);
  const padding = { furtherExtensions: [{ oid: '1.2.3.4', isCritical: false, value: new Uint8Array(40_000) }] };
  const others = await Promise.all(
    Array.from({ length: 6 }, (_, place) => mintAuthority(`Other CA ${place}`, undefined, padding)),
  );
  const all = [...others, root, twin, issuing];
  const matter = await authoritiesThatMatter([base64(person)], all.map(base64));
  expect(matter).toEqual([root, twin, issuing].map(base64));
  const at = Date.now();
  const [whole, part] = await Promise.all(
    [all, [root, twin, issuing]].map((some) =>
      judgeClientCertificate({
        presented: [person.certificate],
        authorities: some.map(({ certificate }) => certificate),
        at,
      }),
    ),
  );
  expect(part).toEqual(whole);
  expect(await authoritiesThatMatter([base64(person)], [base64(root), base64(twin)])).toHaveLength(2);
});
