import { type Bytes, utf8 } from '#lib/core/bytes.ts';
import {
  derBoolean,
  derContext,
  derInteger,
  derNull,
  derOid,
  derSequence,
  derUtf8String,
} from '#lib/pki/asn1/write-der.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import { issueOcspAnswer } from '#lib/pki/issue/issue-ocsp.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';
import {
  address,
  constraintsExtension,
  directory,
  dns,
  mail,
  namesExtension,
  registeredId,
  upn,
  uri,
} from '#lib/pki/judge/names/mint-constraints.test-support.ts';
import {
  inhibitAnyPolicyExtension,
  mappingsExtension,
  policiesExtension,
  policyConstraintsExtension,
} from '#lib/pki/judge/policies/mint-policies.test-support.ts';
import { generateKeyPair, type KeyKind } from '#lib/pki/keys/generate-key-pair.ts';

/** A path that is accepted with current lists, and with an answer in place of the list of the person's certificate. */
export type Scene = {
  readonly root: Minted;
  readonly issuing: Minted;
  readonly leaf: Minted;
  /** Whose certificate stands in the answer; absent: the authority answers itself. */
  readonly responder?: Minted;
  readonly rootList: Bytes;
  readonly issuingList: Bytes;
  readonly answer: Bytes;
};

const day = 86_400_000;
const policy = '1.3.6.1.4.1.55555.1';
const points = derSequence(
  derSequence(derContext(0, derContext(0, derContext(6, utf8('http://pki.example/ca.crl'), false), true), true)),
);

/** One scene for each kind of key; every other one has a responder of its own. */
export function makeScenes(kinds: readonly KeyKind[]): Promise<readonly Scene[]> {
  return Promise.all(kinds.map((kind, index) => makeScene(kind, index % 2 === 0)));
}

async function makeScene(kind: KeyKind, isDelegated: boolean): Promise<Scene> {
  const ownKey = await generateKeyPair(kind);
  const leafKey = await generateKeyPair('P-256');
  const pss: MintOptions = kind.startsWith('RSA') ? { rsaPadding: 'PSS' } : {};
  const root = await mintAuthority('Root', undefined, { ownKey, ...pss });
  const issuing = await mintAuthority('Issuing', root, {
    ownKey: await generateKeyPair(kind),
    ...pss,
    basicConstraints: { isAuthority: true, pathLength: 0 },
    furtherExtensions: [
      constraintsExtension({ permitted: [dns('example.com'), mail('example.com')], excluded: [dns('x.example.com')] }),
      policiesExtension(policy, '1.3.6.1.4.1.55555.2'),
      mappingsExtension(['1.3.6.1.4.1.55555.2', policy]),
      policyConstraintsExtension(0, 0),
      inhibitAnyPolicyExtension(0),
      { oid: '2.5.29.31', isCritical: false, value: points },
    ],
  });
  const leaf = await mintClient('Ada', issuing, {
    ownKey: leafKey,
    furtherExtensions: [
      namesExtension(dns('ada.example.com'), mail('ada@example.com'), upn('ada@corp.example')),
      policiesExtension(policy),
      { oid: '2.5.29.31', isCritical: false, value: points },
      {
        oid: '1.3.6.1.5.5.7.1.1',
        isCritical: false,
        value: derSequence(
          derSequence(derOid('1.3.6.1.5.5.7.48.2'), derContext(6, utf8('http://pki.example/ca.cer'), false)),
        ),
      },
    ],
  });
  const responder = isDelegated
    ? await mintClient('Responder', issuing, {
        ownKey: leafKey,
        extendedKeyUsage: ['1.3.6.1.5.5.7.3.9'],
        furtherExtensions: [
          policiesExtension(policy),
          { oid: '1.3.6.1.5.5.7.48.1.5', isCritical: false, value: derNull() },
        ],
      })
    : undefined;
  const list = ({ signer }: Minted) =>
    issueCrl({
      signer,
      ...pss,
      thisUpdate: mintedAt - day,
      nextUpdate: mintedAt + day,
      revoked: [
        { serial: Uint8Array.of(0x11, 1), at: mintedAt - 2 * day, reason: 1 },
        { serial: Uint8Array.of(0x11, 2), at: mintedAt - 3 * day },
      ],
    });
  const answer = await issueOcspAnswer({
    signer: (responder ?? issuing).signer,
    ...(isDelegated ? {} : pss),
    responderBy: isDelegated ? 'key' : 'name',
    producedAt: mintedAt - day,
    answers: [
      {
        certificate: leaf.certificate,
        issuer: issuing.certificate,
        status: 'good',
        thisUpdate: mintedAt - day,
        nextUpdate: mintedAt + day,
      },
    ],
    certificates: responder === undefined ? [] : [responder.certificate.der],
  });
  const whole = { root, issuing, leaf, rootList: await list(root), issuingList: await list(issuing), answer };
  return responder === undefined ? whole : { ...whole, responder };
}

/** Certificates and a list full of what the scenes do not have, to take parts from. */
export async function makeDonors(): Promise<readonly Bytes[]> {
  const authority = await mintAuthority('Donor', undefined, {
    furtherExtensions: [
      constraintsExtension({
        permitted: [directory(['O', 'Fabrikam']), uri('.example.com'), address('192.0.2.0', '255.255.255.0')],
        excluded: [registeredId('1.2.3'), upn('corp.example')],
      }),
      policiesExtension('2.5.29.32.0'),
      { oid: '1.2.3.4', isCritical: true, value: derUtf8String('stranger') },
    ],
  });
  const leaf = await mintClient('Mallory', authority, {
    extendedKeyUsage: [purpose.serverAuth, purpose.any],
    furtherExtensions: [
      namesExtension(
        uri('http://host.example.com/'),
        address('192.0.2.7'),
        directory(['CN', 'Mallory']),
        registeredId('1.2.3.4'),
      ),
    ],
  });
  const list = await issueCrl({
    signer: authority.signer,
    thisUpdate: mintedAt - day,
    revoked: [{ serial: Uint8Array.of(0x11, 1), at: mintedAt - day, reason: 6 }],
    furtherExtensions: [
      { oid: '2.5.29.28', isCritical: true, value: derSequence(derContext(1, derBoolean(true).subarray(2), false)) },
      { oid: '2.5.29.27', isCritical: true, value: derInteger(1) },
    ],
  });
  return [authority.certificate.der, leaf.certificate.der, list];
}
