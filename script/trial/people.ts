import type { Bytes } from '#lib/core/bytes.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { type TrialFile, trialPfx } from '#script/trial/trial-file.ts';
import { type Days, type IssueMore, type TrialWorld, thisYear } from '#script/trial/trial-world.ts';

type Person = {
  readonly name: string;
  readonly commonName: string;
  readonly what: string;
  readonly expect: string;
  readonly days?: Days;
  readonly more?: IssueMore;
  /** Sent along; absent: both Fabrikam authorities. */
  readonly above?: readonly Bytes[];
};

/** Client certificates to install in a browser, with the verdict where both Fabrikam authorities are CA certificates. */
export async function people(world: TrialWorld): Promise<TrialFile[]> {
  const persons = await listPersons(world);
  return Promise.all(
    persons.map(async ({ name, commonName, what, expect, days = thisYear, more = {}, above = world.above }) => {
      const issued = await world.client(commonName, days, more);
      return {
        name: `client-${name}.pfx`,
        bytes: await trialPfx(issued, above),
        what,
        use: 'browser' as const,
        expect,
      };
    }),
  );
}

async function listPersons({ foreign, issuing }: TrialWorld): Promise<readonly Person[]> {
  const weakKey = await generateKeyPair('RSA-1024');
  const forgerKey = await generateKeyPair('P-256');
  const forged: IssueMore = { key: forgerKey, signer: { name: issuing.signer.name, key: forgerKey } };
  const notOffered = 'browsers do not even offer it';
  return [
    { name: 'alice', commonName: 'Alice Andersson', what: 'a good certificate with its chain', expect: 'accepted' },
    { name: 'bob-without-chain', commonName: 'Bob Berg', what: 'a good one alone', expect: 'accepted', above: [] },
    {
      name: 'expired',
      commonName: 'Erik Ended',
      what: 'ended yesterday',
      expect: `expired; ${notOffered}`,
      days: { from: -366, to: -1 },
    },
    {
      name: 'not-yet-valid',
      commonName: 'Nora Notyet',
      what: 'begins in 10 days',
      expect: 'not-yet-valid',
      days: { from: 10, to: 300 },
    },
    {
      name: 'foreign',
      commonName: 'Mallory Foreign',
      what: 'issued by Contoso Root CA',
      expect: `unknown-authority; ${notOffered}`,
      more: { signer: foreign.signer },
      above: [foreign.der],
    },
    {
      name: 'for-servers',
      commonName: 'Sven Server',
      what: 'made for servers, not for signing in',
      expect: 'wrong-purpose',
      more: { extendedKeyUsage: [purpose.serverAuth] },
    },
    {
      name: 'forged-issuer',
      commonName: 'Mallory Forged',
      what: 'names Fabrikam Issuing CA 2 as issuer, signed by another key',
      expect: 'broken-signature',
      more: forged,
      above: [],
    },
    {
      name: 'sha1',
      commonName: 'Sara Shaone',
      what: 'signed with SHA-1',
      expect: 'weak-signature',
      more: { hash: 'SHA-1' },
    },
    {
      name: 'rsa-1024',
      commonName: 'Vera Weak',
      what: 'a key of 1024 bits',
      expect: 'weak-key',
      more: { key: weakKey },
    },
    {
      name: 'negative-serial',
      commonName: 'Nils Negative',
      what: 'serial number -32767',
      expect: 'accepted',
      more: { serial: Uint8Array.of(0x80, 1) },
    },
    {
      name: 'unmapped',
      commonName: 'Una Unmapped',
      what: 'a good certificate of somebody who is not in people.ldif',
      expect: 'accepted; nobody is found',
    },
    {
      name: 'two-names',
      commonName: 'Tove Twonames',
      what: 'a good certificate with two user principal names',
      expect: 'accepted; more than one value is nobody',
      more: {
        alternativeNames: [
          { kind: 'upn', value: 'alice.andersson@fabrikam.example' },
          { kind: 'upn', value: 'bob.berg@fabrikam.example' },
        ],
      },
    },
  ];
}
