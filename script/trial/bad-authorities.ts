import type { Bytes } from '#lib/core/bytes.ts';
import { certificatesPem, type TrialFile } from '#script/trial/trial-file.ts';
import { type Issued, type IssueMore, nameOf, type TrialWorld, thisYear } from '#script/trial/trial-world.ts';

/** Authorities below Fabrikam Root CA 1 with one thing wrong each; the root belongs beside them. */
export async function badAuthorities(world: TrialWorld, server: Issued): Promise<TrialFile[]> {
  const use = 'CA certificates';
  const bad = async (
    name: string,
    what: string,
    expect: string,
    days = thisYear,
    more: IssueMore = {},
  ): Promise<TrialFile> => {
    const { der } = await world.authority(nameOf(`Fabrikam Issuing CA ${name}`), days, more);
    return { name: `ca-${name}.cer`, bytes: der, what, use, expect: `${expect} beside root-ca-1.cer` };
  };
  return [
    await bad('expired', 'ended yesterday', 'CA-EXPIRED', { from: -380, to: -1 }),
    await bad('expires-soon', 'ends in 9 days', 'CA-EXPIRES-SOON', { from: -380, to: 9.5 }),
    await bad('outlives-root', 'lasts longer than Fabrikam Root CA 1', 'CA-OUTLIVED', { from: -1, to: 5000 }),
    await bad('sha1', 'signed with SHA-1', 'CA-SHA1', thisYear, { hash: 'SHA-1' }),
    await bad('without-key-cert-sign', 'must not sign certificates', 'CA-NO-KEY-CERT-SIGN', thisYear, {
      keyUsage: ['digitalSignature'],
    }),
    await bad('negative-serial', 'serial number -1', 'CA-NEGATIVE-SERIAL', thisYear, { serial: Uint8Array.of(0xff) }),
    {
      name: 'ca-no-authority.cer',
      bytes: server.der,
      what: 'the certificate of a server, not of an authority',
      use,
      expect: 'CA-NOT-AUTHORITY',
    },
    {
      name: 'ca-chain-of-100.pem',
      bytes: certificatesPem(...(await chainOf(100, world))),
      what: '100 authorities, each below the one before',
      use,
      expect: 'CA-CHAIN-TOO-LONG',
    },
  ];
}

async function chainOf(count: number, { root, authority }: TrialWorld): Promise<Bytes[]> {
  const chain = [root.der];
  let { signer } = root;
  for (let number = 1; number < count; number += 1) {
    const next = await authority(nameOf(`Fabrikam Chain CA ${number}`), thisYear, { signer });
    chain.push(next.der);
    signer = next.signer;
  }
  return chain;
}
