import { type Bytes, toBase64 } from '#lib/core/bytes.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { type Authority, issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import { issueClientCertificate } from '#lib/pki/issue/issue-client-certificate.ts';
import { issueServerCertificate } from '#lib/pki/issue/issue-server-certificate.ts';
import { generateKeyPair, type KeyKind, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

/** PEM, as a TLS client takes it. */
export type ClientIdentity = { readonly cert: string; readonly key: string };

export type SignInPeople = {
  /** `person0`, `person1`, … */
  readonly uids: readonly string[];
  readonly root: Authority;
  readonly server: { readonly der: Bytes; readonly key: KeyPair };
  /** One certificate for each, in the order of the people; other ones each time. */
  readonly certify: () => Promise<ClientIdentity[]>;
};

const dayMs = 86_400_000;
/** Certificates differ; making a key of its own for each would take most of the bench's time. */
const clientKeys = 8;

function validity(): { readonly notBefore: number; readonly notAfter: number } {
  return { notBefore: Date.now() - dayMs, notAfter: Date.now() + 300 * dayMs };
}

function freshSerial(): Bytes {
  const serial = crypto.getRandomValues(new Uint8Array(16));
  serial[0] = 1;
  return serial;
}

/** An authority, the certificate of a front-facing URL, and people whose certificates hold their e-mail addresses. */
export async function makeSignInPeople(count: number, kind: KeyKind): Promise<SignInPeople> {
  const root = await issueAuthority({
    subject: [['CN', 'Fabrikam Root CA']],
    key: await generateKeyPair(kind),
    serial: freshSerial(),
    ...validity(),
  });
  const key = await generateKeyPair(kind);
  const { der } = await issueServerCertificate({
    subject: [['CN', 'localhost']],
    key,
    signer: root.signer,
    serial: freshSerial(),
    alternativeNames: [{ kind: 'dns', value: 'localhost' }],
    ...validity(),
  });
  const keys = await Promise.all(Array.from({ length: clientKeys }, () => generateKeyPair(kind)));
  const uids = Array.from({ length: count }, (_, index) => `person${index}`);
  const certifyOne = async (uid: string, own: KeyPair): Promise<ClientIdentity> => {
    const issued = await issueClientCertificate({
      subject: [['CN', uid]],
      key: own,
      signer: root.signer,
      serial: freshSerial(),
      alternativeNames: [{ kind: 'email', value: `${uid}@example.test` }],
      ...validity(),
    });
    return { cert: toPem('CERTIFICATE', issued.der), key: toPem('PRIVATE KEY', own.pkcs8) };
  };
  return {
    uids,
    root,
    server: { der, key },
    certify: () => Promise.all(uids.map((uid, index) => certifyOne(uid, keys[index % clientKeys] ?? key))),
  };
}

export function base64Chain({ server, root }: SignInPeople): string[] {
  return [toBase64(server.der), toBase64(root.der)];
}
