import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Bytes } from '#lib/core/bytes.ts';
import { derNull } from '#lib/pki/asn1/write-der.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import { issueCertificate, type Signer } from '#lib/pki/issue/issue-certificate.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import { issueOcspAnswer } from '#lib/pki/issue/issue-ocsp.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { ocspNoCheck, ocspSigning } from '#lib/pki/revocation/ocsp/ocsp-oids.ts';
import { freePort } from './free-port.ts';

/** Where an authority tells who was revoked: a list that is made anew for each visitor, and a responder that it appointed. */
export type RevocationSite = {
  readonly listUrl: string;
  readonly responderUrl: string;
  /** The list as it is now. */
  readonly list: () => Promise<Bytes>;
  /** From now on in lists and answers. */
  readonly revoke: (certificate: Uint8Array) => Promise<void>;
  /** What lists and answers last from now on. */
  readonly lasts: (milliseconds: number) => void;
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
};

const day = 86_400_000;

export async function startRevocationSite(authority: Authority): Promise<RevocationSite> {
  const port = await freePort();
  const issuer = await read(authority.der);
  const responder = await appointResponder(authority.signer);
  const revoked = new Map<string, number>();
  let lastsMs = day;
  let number = 0;

  function list(): Promise<Bytes> {
    const now = Date.now();
    number += 1;
    return issueCrl({
      signer: authority.signer,
      thisUpdate: now - 60_000,
      nextUpdate: now + lastsMs,
      number,
      revoked: [...revoked].map(([serial, at]) => ({ serial: octets(serial), at, reason: 1 })),
    });
  }

  async function answerQuestion(question: Buffer): Promise<Bytes> {
    // CertID ends with the serial number as an INTEGER (RFC 6960 section 4.1.1); the nonce is after it.
    const serial = serialIn(question);
    const at = revoked.get(serial);
    const thisUpdate = Date.now() - 60_000;
    return issueOcspAnswer({
      signer: responder.signer,
      producedAt: thisUpdate,
      certificates: [responder.der],
      answers: [
        {
          certificate: { serial },
          issuer,
          status: at === undefined ? 'good' : 'revoked',
          ...(at === undefined ? {} : { revokedAt: at, reason: 1 }),
          thisUpdate,
          nextUpdate: Date.now() + lastsMs,
        },
      ],
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/issuing.crl') response.end(await list());
    else if (request.url === '/ocsp') response.end(await answerQuestion(await buffer(request)));
    else response.writeHead(404).end();
  }

  let server: Server | undefined;
  const comeBack = async () => {
    const opened = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', resolve));
    server = opened;
  };
  await comeBack();
  return {
    listUrl: `http://127.0.0.1:${port}/issuing.crl`,
    responderUrl: `http://127.0.0.1:${port}/ocsp`,
    list,
    revoke: async (certificate) => {
      revoked.set((await read(Uint8Array.from(certificate))).serial, Date.now() - 60_000);
    },
    lasts: (milliseconds) => {
      lastsMs = milliseconds;
    },
    goAway: async () => {
      const closing = server;
      if (closing === undefined) return;
      server = undefined;
      closing.closeAllConnections();
      await new Promise((resolve) => closing.close(resolve));
    },
    comeBack,
  };
}

/** A certificate of its own, with OCSPSigning, which nobody needs to look up (RFC 6960 section 4.2.2.2). */
async function appointResponder(signer: Signer): Promise<{ readonly der: Bytes; readonly signer: Signer }> {
  const key = await generateKeyPair('P-256');
  const name = [
    ['O', 'Fabrikam'],
    ['CN', 'Fabrikam OCSP 1'],
  ] as const;
  const { der } = await issueCertificate({
    subject: name,
    key,
    signer,
    serial: Uint8Array.of(0x51, ...crypto.getRandomValues(new Uint8Array(8))),
    notBefore: Date.now() - day,
    notAfter: Date.now() + 30 * day,
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [ocspSigning],
    furtherExtensions: [{ oid: ocspNoCheck, isCritical: false, value: derNull() }],
  });
  return { der, signer: { name, key } };
}

async function read(der: Bytes): Promise<Certificate> {
  const parsed = await parseCertificate(der);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

function octets(hex: string): Bytes {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** The first INTEGER of the question: version 1 is not written (DEFAULT), names and keys of the issuer are OCTET STRINGs. */
function serialIn(question: Buffer): string {
  let at = 0;
  while (at < question.length) {
    const tag = question[at];
    const first = question[at + 1] ?? 0;
    const long = first < 0x80 ? 0 : first & 0x7f;
    const length = long === 0 ? first : question.readUIntBE(at + 2, long);
    const content = at + 2 + long;
    if (tag === 0x02) return question.toString('hex', content, content + length);
    // Into a SEQUENCE, past everything else.
    at = tag === 0x30 ? content : content + length;
  }
  throw new Error('the question names no certificate');
}
