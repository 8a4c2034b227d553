import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { utf8 } from '#lib/core/bytes.ts';
import { derContext, derElement, derSequence } from '#lib/pki/asn1/write-der.ts';
import { issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import { certificatesPem, trialPassphrase, trialPfx } from '#script/trial/trial-file.ts';
import { type Days, type IssueMore, type TrialWorld, thisYear, trialWorld } from '#script/trial/trial-world.ts';

/** What a company has: authorities, a server certificate, people with certificates, and a revocation list that is fetched over HTTP. */
export type Company = {
  readonly world: TrialWorld;
  /** The SSL certificate for localhost with its key. */
  readonly serverPfx: string;
  /** Both authorities. */
  readonly authoritiesPem: string;
  /** The root alone, for browsers. */
  readonly rootPem: string;
  readonly passphrase: string;
  /** A PFX for a browser; the certificate's user principal name is given. */
  readonly certify: (who: {
    readonly name: string;
    readonly upn: string;
    readonly days?: Days;
    readonly isForeign?: boolean;
    readonly isRevoked?: boolean;
    readonly more?: IssueMore;
  }) => Promise<{ readonly pfx: string; readonly der: Uint8Array }>;
  readonly close: () => Promise<void>;
};

const crlPath = '/issuing-ca-2.crl';
const rootCrlPath = '/root-ca-1.crl';

export async function makeCompany(directory: string): Promise<Company> {
  await mkdir(directory, { recursive: true });
  const world = await trialWorld(Date.now());
  const revoked: Uint8Array<ArrayBuffer>[] = [];
  const lists = createServer(async (request, response) => {
    const signer = request.url === rootCrlPath ? world.root.signer : world.issuing.signer;
    const now = Date.now();
    const list = await issueCrl({
      signer,
      thisUpdate: now - 3_600_000,
      nextUpdate: now + 86_400_000,
      number: 1,
      revoked: request.url === rootCrlPath ? [] : revoked.map((serial) => ({ serial, at: now - 60_000, reason: 1 })),
    });
    response.writeHead(200, { 'content-type': 'application/pkix-crl' }).end(list);
  });
  await new Promise<void>((resolve) => lists.listen(0, '127.0.0.1', resolve));
  const { port } = lists.address() as AddressInfo;
  const listAt = (path: string) => distributionPoint(`http://127.0.0.1:${port}${path}`);
  // The same authority as in the trial folder, but it says where the list is that it may stand on itself.
  const issuing = await issueAuthority({
    subject: world.issuing.signer.name,
    key: world.issuing.signer.key,
    signer: world.root.signer,
    serial: Uint8Array.of(0x42, ...crypto.getRandomValues(new Uint8Array(8))),
    notBefore: Date.now() - 86_400_000,
    notAfter: Date.now() + 365 * 86_400_000,
    basicConstraints: { isAuthority: true, pathLength: 0 },
    furtherExtensions: [listAt(rootCrlPath)],
  });
  const above = [issuing.der, world.root.der];
  const server = await world.server('localhost', thisYear);
  const paths = {
    serverPfx: join(directory, 'server.pfx'),
    authoritiesPem: join(directory, 'authorities.pem'),
    rootPem: join(directory, 'root.pem'),
  };
  await writeFile(paths.serverPfx, await trialPfx(server, above));
  await writeFile(paths.authoritiesPem, certificatesPem(...above));
  await writeFile(paths.rootPem, certificatesPem(world.root.der));
  return {
    world,
    ...paths,
    passphrase: trialPassphrase,
    certify: async ({ name, upn, days = thisYear, isForeign = false, isRevoked = false, more = {} }) => {
      const serial = crypto.getRandomValues(new Uint8Array(12));
      serial[0] = 0x41;
      if (isRevoked) revoked.push(serial);
      const issued = await world.client(name, days, {
        serial,
        alternativeNames: [{ kind: 'upn', value: upn }],
        furtherExtensions: [listAt(crlPath)],
        ...(isForeign ? { signer: world.foreign.signer } : {}),
        ...more,
      });
      const pfx = join(directory, `${name.toLowerCase().replaceAll(' ', '-')}.pfx`);
      await writeFile(pfx, await trialPfx(issued, isForeign ? [world.foreign.der] : above));
      return { pfx, der: issued.der };
    },
    close: async () => {
      lists.closeAllConnections();
      await new Promise((resolve) => lists.close(resolve));
    },
  };
}

/** `CRLDistributionPoints ::= SEQUENCE OF DistributionPoint`, one with one URI (RFC 5280 section 4.2.1.13). */
function distributionPoint(url: string) {
  const uri = derElement(0x86, utf8(url));
  const fullName = derContext(0, uri, true);
  return { oid: '2.5.29.31', isCritical: false, value: derSequence(derSequence(derContext(0, fullName, true))) };
}
