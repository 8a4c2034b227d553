import type { Bytes } from '#lib/core/bytes.ts';
import { type Authority, issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import type { CertificateRequest, Signer } from '#lib/pki/issue/issue-certificate.ts';
import { issueClientCertificate } from '#lib/pki/issue/issue-client-certificate.ts';
import { issueServerCertificate } from '#lib/pki/issue/issue-server-certificate.ts';
import type { NameParts } from '#lib/pki/issue/write-name.ts';
import { generateKeyPair, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

const day = 86_400_000;
export type Days = { readonly from: number; readonly to: number };
export type Issued = { readonly der: Bytes; readonly key: KeyPair };
/** What is made otherwise than in a good certificate. */
export type IssueMore = Partial<CertificateRequest> & { readonly key?: KeyPair };
export const thisYear: Days = { from: -1, to: 365 };

/** The name of everything in the trial folder, told apart by its common name. */
export function nameOf(commonName: string, organisation = 'Fabrikam'): NameParts {
  return [
    ['C', 'SE'],
    ['O', organisation],
    ['CN', commonName],
  ];
}

/** Two authorities above each other, one that nobody here accepts, and how to issue below them. */
export type TrialWorld = {
  readonly root: Authority;
  readonly issuing: Authority;
  readonly foreign: Authority;
  /** What stands above the certificates of servers and people. */
  readonly above: readonly Bytes[];
  readonly serverKey: KeyPair;
  readonly authority: (subject: NameParts, days: Days, more?: Partial<CertificateRequest>) => Promise<Authority>;
  readonly server: (commonName: string, days: Days, more?: IssueMore) => Promise<Issued>;
  readonly client: (commonName: string, days: Days, more?: IssueMore) => Promise<Issued>;
};

const localhostNames = [
  { kind: 'dns', value: 'localhost' },
  { kind: 'ip', value: '127.0.0.1' },
  { kind: 'ip', value: '::1' },
] as const;

/** Positive and random: browsers refuse two certificates of one issuer with one serial number, also from two runs. */
function newSerial(): Bytes {
  const serial = crypto.getRandomValues(new Uint8Array(16));
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}

export async function trialWorld(now: number): Promise<TrialWorld> {
  const within = ({ from, to }: Days) => ({ notBefore: now + from * day, notAfter: now + to * day });
  const [rootKey, issuingKey, foreignKey, serverKey, clientKey] = await Promise.all([
    generateKeyPair('RSA-2048'),
    generateKeyPair('RSA-2048'),
    generateKeyPair('RSA-2048'),
    generateKeyPair('RSA-2048'),
    generateKeyPair('P-256'),
  ]);
  const basics = (subject: NameParts, key: KeyPair, days: Days) => ({
    subject,
    key,
    serial: newSerial(),
    ...within(days),
  });
  const root = await issueAuthority(basics(nameOf('Fabrikam Root CA 1'), rootKey, { from: -400, to: 3650 }));
  const issuing = await issueAuthority({
    ...basics(nameOf('Fabrikam Issuing CA 2'), issuingKey, { from: -400, to: 1825 }),
    signer: root.signer,
    basicConstraints: { isAuthority: true, pathLength: 0 },
  });
  const foreign = await issueAuthority(
    basics(nameOf('Contoso Root CA', 'Contoso'), foreignKey, { from: -400, to: 3650 }),
  );
  const signer: Signer = issuing.signer;
  return {
    root,
    issuing,
    foreign,
    above: [issuing.der, root.der],
    serverKey,
    authority: (subject, days, more = {}) =>
      issueAuthority({ ...basics(subject, rootKey, days), signer: root.signer, ...more, key: issuingKey }),
    server: async (commonName, days, more = {}) => {
      const key = more.key ?? serverKey;
      const request = { ...basics(nameOf(commonName), key, days), signer, alternativeNames: localhostNames };
      return { ...(await issueServerCertificate({ ...request, ...more, key })), key };
    },
    client: async (commonName, days, more = {}) => {
      const key = more.key ?? clientKey;
      const person = commonName.toLowerCase().replaceAll(' ', '.');
      const request = {
        ...basics(nameOf(commonName), key, days),
        signer,
        alternativeNames: [
          { kind: 'upn', value: `${person}@fabrikam.example` },
          { kind: 'email', value: `${person}@fabrikam.example` },
        ] as const,
      };
      return { ...(await issueClientCertificate({ ...request, ...more, key })), key };
    },
  };
}
