import 'reflect-metadata';
import { X509Certificate as NodeCertificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as peculiar from '@peculiar/x509';
import forge from 'node-forge';
import * as pkijs from 'pkijs';
import { readFile } from '#lib/pki/files/read-file.ts';
import { checkCaCertificates } from '#lib/pki/findings/check-ca-certificates.ts';
import type { BenchRow } from './bench-row.ts';

/** Where Debian and its relatives, and others, keep Mozilla's authorities. */
const places = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'];
const rounds = 9;

/** What a peer makes of one certificate; each asks for the same facts: names, validity, key, extensions, two fingerprints. */
type Peer = { readonly name: string; readonly read: (der: Uint8Array<ArrayBuffer>) => unknown };

const extensionIds = [
  '2.5.29.19',
  '2.5.29.15',
  '2.5.29.37',
  '2.5.29.17',
  '2.5.29.14',
  '2.5.29.35',
  '1.3.6.1.5.5.7.1.1',
];

async function readPeculiar(der: Uint8Array<ArrayBuffer>) {
  const certificate = new peculiar.X509Certificate(der);
  const { subject, issuer, serialNumber, notBefore, notAfter, publicKey, signatureAlgorithm } = certificate;
  const extensions = extensionIds.map((oid) => certificate.getExtension(oid));
  const prints = await Promise.all([certificate.getThumbprint('SHA-256'), certificate.getThumbprint('SHA-1')]);
  return {
    subject,
    issuer,
    serialNumber,
    notBefore,
    notAfter,
    key: publicKey.algorithm,
    signatureAlgorithm,
    extensions,
    prints,
  };
}

async function readPkijs(der: Uint8Array<ArrayBuffer>) {
  const certificate = pkijs.Certificate.fromBER(der);
  const extensions = extensionIds.map(
    (oid) => certificate.extensions?.find(({ extnID }) => extnID === oid)?.parsedValue,
  );
  const prints = await Promise.all([crypto.subtle.digest('SHA-256', der), crypto.subtle.digest('SHA-1', der)]);
  return { certificate, extensions, prints };
}

function readForge(der: Uint8Array<ArrayBuffer>) {
  const text = Buffer.from(der).toString('binary');
  const certificate = forge.pki.certificateFromAsn1(forge.asn1.fromDer(text));
  const prints = [forge.md.sha256.create(), forge.md.sha1.create()].map((hash) => hash.update(text).digest().toHex());
  return { certificate, prints };
}

function readNode(der: Uint8Array<ArrayBuffer>) {
  const certificate = new NodeCertificate(der);
  const { subject, issuer, serialNumber, validFrom, validTo, ca, keyUsage, subjectAltName, infoAccess } = certificate;
  const { fingerprint, fingerprint256, publicKey } = certificate;
  const facts = { subject, issuer, serialNumber, validFrom, validTo, ca, keyUsage, subjectAltName, infoAccess };
  return { ...facts, fingerprint, fingerprint256, key: publicKey.asymmetricKeyDetails };
}

const peers: readonly Peer[] = [
  { name: '@peculiar/x509', read: readPeculiar },
  { name: 'pkijs Certificate with its extensions', read: readPkijs },
  { name: 'node-forge', read: readForge },
  { name: 'Node’s native X509Certificate', read: readNode },
];

/** Microseconds a certificate, the median of several times through the bundle. */
async function measure(certificates: number, run: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const start = performance.now();
    await run();
    // The first time through is warm-up.
    if (round > 0) times.push(((performance.now() - start) * 1000) / certificates);
  }
  return times.toSorted((a, b) => a - b)[rounds >> 1] ?? 0;
}

async function measurePeer({ read }: Peer, ders: readonly Uint8Array<ArrayBuffer>[]) {
  let failures = 0;
  const microseconds = await measure(ders.length, async () => {
    failures = 0;
    for (const der of ders) {
      try {
        await read(der);
      } catch {
        failures += 1;
      }
    }
  });
  return { microseconds, failures };
}

/** Mozilla's bundle of authorities: the whole file read by us, against peers that get each certificate in DER already. */
export async function bundleParse(): Promise<BenchRow[]> {
  const place = places.find((path) => existsSync(path));
  if (place === undefined) {
    console.error(`bundle parse: none of ${places.join(', ')} is there, so nothing is measured`);
    return [];
  }
  const bytes = new Uint8Array(readFileSync(place));
  const { certificates } = await readFile({ name: 'bundle', bytes });
  const ders = certificates.map(({ der }) => der);
  const ours = await measure(ders.length, async () => {
    await readFile({ name: 'bundle', bytes });
  });
  const checking = await measure(ders.length, async () => {
    await checkCaCertificates({ authorities: certificates, at: Date.now() });
  });
  const row = (what: string, value: number, against: string, theirs: number, aim: string): BenchRow => ({
    name: `bundle parse, ${ders.length} certificates${what}`,
    value: Math.round(value),
    unit: 'µs a certificate',
    against: `${against}: ${Math.round(theirs)} µs`,
    ratio: theirs / value,
    aim,
  });
  const rows: BenchRow[] = [];
  for (const peer of peers) {
    const { microseconds, failures } = await measurePeer(peer, ders);
    const failed = failures > 0 ? `, which fails on ${failures}` : '';
    const isNative = peer.read === readNode || peer.read === readForge;
    rows.push(row('', ours, `${peer.name}${failed}`, microseconds, isNative ? 'stated' : 'above 1'));
  }
  rows.push(row('', ours, 'the limit of 1 ms', 1000, 'above 1'));
  rows.push(row(', and checked', ours + checking, 'the limit of 2 ms', 2000, 'above 1'));
  return rows;
}
