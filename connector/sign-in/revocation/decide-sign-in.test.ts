import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type SignInWorld, startSignInWorld } from '#connector/test-world/sign-in-world.ts';
import { type Minted, mintAuthority, mintClient } from '#connector/test-world/test-certificates.ts';
import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import { derContext, derNull, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import type { Certificate } from '#lib/pki/certificate/certificate.ts';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import type { Signer } from '#lib/pki/issue/issue-certificate.ts';
import { issueCrl, type RevocationListRequest } from '#lib/pki/issue/issue-crl.ts';
import {
  certificateIssuerExtension,
  deltaIndicatorExtension,
  distributionPointsExtension,
  issuingDistributionPointExtension,
} from '#lib/pki/issue/issue-crl-extensions.ts';
import { issueOcspAnswer } from '#lib/pki/issue/issue-ocsp.ts';
import type { ExtensionToWrite } from '#lib/pki/issue/write-extensions.ts';
import type { NameParts } from '#lib/pki/issue/write-name.ts';
import { ocspNoCheck, ocspSigning } from '#lib/pki/revocation/ocsp/ocsp-oids.ts';

/*
 * What lists of changes, others' lists and appointed responders say decides who gets in: fetched where the certificate says, over a real
 * handshake, to the result that Gatehouse is told. What counts and why is for lib/pki/revocation and its tests.
 */

const hour = 3_600_000;
const rootName: NameParts = [['CN', 'Corp Root']];

let world: SignInWorld;
let site: Server;
/** What is at each path; nothing else is there. */
let served: Map<string, Bytes | (() => Promise<Bytes>)>;

beforeAll(async () => {
  site = createServer(async ({ url }, response) => {
    const body = served.get(url ?? '');
    if (body === undefined) response.writeHead(404).end();
    else response.end(typeof body === 'function' ? await body() : body);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  world = await startSignInWorld();
});
afterAll(async () => {
  await world.close();
  site.closeAllConnections();
  site.close();
});
beforeEach(() => {
  served = new Map();
});

const at = (path: string) => `http://127.0.0.1:${(site.address() as AddressInfo).port}${path}`;

async function read({ der }: Pick<Minted, 'der'>): Promise<Certificate> {
  const parsed = await parseCertificate(der);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

async function entryOf(
  minted: Pick<Minted, 'der'>,
  more: Partial<RevocationListRequest['revoked'][number]> = {},
): Promise<RevocationListRequest['revoked'][number]> {
  return {
    serial: Uint8Array.from(Buffer.from((await read(minted)).serial, 'hex')),
    at: Date.now() - hour,
    ...more,
  };
}

function listOf(more: Partial<RevocationListRequest> = {}): Promise<Bytes> {
  return issueCrl({
    signer: world.root.signer,
    thisUpdate: Date.now() - hour,
    nextUpdate: Date.now() + hour,
    revoked: [],
    ...more,
  });
}

async function comes(own: Minted) {
  const { outcome } = (await world.signIn({ own })).result;
  const looked = outcome.steps.find(({ step }) => step === 'revocation');
  return { is: outcome.result === 'accepted' ? 'accepted' : outcome.reason, detail: looked?.detail ?? '' };
}

test('a list of changes takes people out and lets them back in, as the complete list does not know yet', async () => {
  const named = {
    furtherExtensions: [
      distributionPointsExtension([{ names: [at('/base.crl')] }]),
      distributionPointsExtension([{ names: [at('/changes.crl')] }], '2.5.29.46'),
    ],
  };
  const [alice, bob, carol] = await Promise.all(['Alice', 'Bob', 'Carol'].map((n) => mintClient(n, world.root, named)));
  if (alice === undefined || bob === undefined || carol === undefined) throw new Error('three people');
  // Carol's card was found again: certificateHold (6) in the complete list, removeFromCRL (8) in the changes.
  served.set('/base.crl', await listOf({ number: 4, revoked: [await entryOf(carol, { reason: 6 })] }));
  served.set(
    '/changes.crl',
    await listOf({
      number: 5,
      thisUpdate: Date.now() - hour / 2,
      revoked: [await entryOf(alice, { reason: 1 }), await entryOf(carol, { reason: 8 })],
      furtherExtensions: [deltaIndicatorExtension(4)],
    }),
  );
  await world.publish({ revocation: 'fail-closed' });
  const refused = await comes(alice);
  expect(refused.is).toBe('revoked');
  expect(refused.detail).toContain('list of changes of CN=Corp Root');
  expect((await comes(bob)).is).toBe('accepted');
  expect((await comes(carol)).is).toBe('accepted');
});

test('without the changes the complete list alone decides', async () => {
  const named = {
    furtherExtensions: [
      distributionPointsExtension([{ names: [at('/complete.crl')] }]),
      distributionPointsExtension([{ names: [at('/no-changes.crl')] }], '2.5.29.46'),
    ],
  };
  const [held, alice] = [await mintClient('Carol', world.root, named), await mintClient('Alice', world.root, named)];
  served.set('/complete.crl', await listOf({ number: 4, revoked: [await entryOf(held, { reason: 6 })] }));
  await world.publish({ revocation: 'fail-closed' });
  expect((await comes(held)).is).toBe('revoked');
  expect((await comes(alice)).is).toBe('accepted');
});

test('another authority’s list counts where the certificate names it, for the entries of this issuer', async () => {
  const listsName: NameParts = [['CN', 'Corp Lists']];
  // It is looked up itself: the root's own list has to say that it is in good standing.
  const lists = await mintAuthority('Corp Lists', {
    signer: world.root.signer,
    furtherExtensions: [distributionPointsExtension([{ names: [at('/root.crl')] }])],
  });
  const url = at('/everybody.crl');
  const named = { furtherExtensions: [distributionPointsExtension([{ names: [url], crlIssuer: listsName }])] };
  const [alice, bob] = [await mintClient('Alice', world.root, named), await mintClient('Bob', world.root, named)];
  const direct = { furtherExtensions: [distributionPointsExtension([{ names: [url] }])] };
  const carol = await mintClient('Carol', world.root, direct);
  const ofIssuer = (issuer: NameParts) => ({ furtherExtensions: [certificateIssuerExtension(issuer)] });
  // Of authorities alone: it says nothing of people.
  const ofAuthorities = issuingDistributionPointExtension({ names: [at('/root.crl')], only: 'authorities' });
  served.set('/root.crl', await listOf({ furtherExtensions: [ofAuthorities] }));
  served.set(
    '/everybody.crl',
    await listOf({
      signer: lists.signer,
      // Bob's number is that of somebody whom another authority revoked.
      revoked: [await entryOf(alice, ofIssuer(rootName)), await entryOf(bob, ofIssuer([['CN', 'Elsewhere']]))],
      furtherExtensions: [issuingDistributionPointExtension({ names: [url], isIndirect: true })],
    }),
  );
  await world.publish({ revocation: 'fail-closed', authorities: [world.root.der, lists.der] });
  expect((await comes(alice)).is).toBe('revoked');
  expect((await comes(bob)).is).toBe('accepted');
  // Her certificate does not name it as issuer of lists.
  expect((await comes(carol)).is).toBe('revocation-unknown');
});

test('another authority’s list counts no more once its own certificate was revoked', async () => {
  const ofAuthorities = issuingDistributionPointExtension({ names: [at('/above.crl')], only: 'authorities' });
  const lists = await mintAuthority('Corp Former Lists', {
    signer: world.root.signer,
    furtherExtensions: [distributionPointsExtension([{ names: [at('/above.crl')] }])],
  });
  const url = at('/former.crl');
  const points = [{ names: [url], crlIssuer: [['CN', 'Corp Former Lists']] as NameParts }];
  const alice = await mintClient('Alice', world.root, { furtherExtensions: [distributionPointsExtension(points)] });
  const scope = issuingDistributionPointExtension({ names: [url], isIndirect: true });
  served.set('/former.crl', await listOf({ signer: lists.signer, furtherExtensions: [scope] }));
  served.set('/above.crl', await listOf({ revoked: [await entryOf(lists)], furtherExtensions: [ofAuthorities] }));
  await world.publish({ revocation: 'fail-closed', authorities: [world.root.der, lists.der] });
  const refused = await comes(alice);
  expect(refused.is).toBe('revocation-unknown');
  expect(refused.detail).toContain('Corp Former Lists');
});

/** `AuthorityInfoAccessSyntax` with one responder, RFC 5280 section 4.2.2.1. */
function responderAt(url: string): ExtensionToWrite {
  const access = derSequence(derOid('1.3.6.1.5.5.7.48.1'), derContext(6, utf8(url), false));
  return { oid: '1.3.6.1.5.5.7.1.1', isCritical: false, value: derSequence(access) };
}

test.each([
  ['that is looked up and in good standing', 'listed', ['accepted', 'revoked']],
  ['that nobody needs to look up', 'nocheck', ['accepted', 'revoked']],
  ['that was revoked itself', 'revoked', ['revocation-unknown', 'revocation-unknown']],
  ['of which nothing can be found out', 'unlisted', ['revocation-unknown', 'revocation-unknown']],
  ['that was not appointed for answers', 'other purpose', ['revocation-unknown', 'revocation-unknown']],
] as const)('a responder of the authority’s %s', async (_, kind, expected) => {
  const [ocsp, list] = [`/ocsp-${kind}`.replace(' ', '-'), `/responders-${kind}.crl`.replace(' ', '-')];
  const responder = await mintClient('Corp OCSP', world.root, {
    alternativeNames: [],
    ...(kind === 'other purpose' ? {} : { extendedKeyUsage: [ocspSigning] }),
    furtherExtensions:
      kind === 'listed' || kind === 'revoked'
        ? [distributionPointsExtension([{ names: [at(list)] }])]
        : kind === 'unlisted'
          ? []
          : [{ oid: ocspNoCheck, isCritical: false, value: derNull() }],
  });
  const named = { furtherExtensions: [responderAt(at(ocsp))] };
  const [good, bad] = [await mintClient('Alice', world.root, named), await mintClient('Bob', world.root, named)];
  const signer: Signer = { name: [['CN', 'Corp OCSP']], key: responder.key };
  const about = { issuer: await read(world.root), thisUpdate: Date.now() - hour, nextUpdate: Date.now() + hour };
  const answers = [
    { ...about, certificate: await read(good), status: 'good' as const },
    { ...about, certificate: await read(bad), status: 'revoked' as const },
  ];
  served.set(ocsp, () =>
    issueOcspAnswer({ signer, producedAt: Date.now() - hour, certificates: [responder.der], answers }),
  );
  served.set(
    list,
    await listOf({
      revoked: kind === 'revoked' ? [await entryOf(responder)] : [],
      // Of responders alone: it says nothing of people.
      furtherExtensions: [issuingDistributionPointExtension({ names: [at(list)] })],
    }),
  );
  await world.publish({ revocation: 'fail-closed' });
  expect([(await comes(good)).is, (await comes(bad)).is]).toEqual(expected);
});
