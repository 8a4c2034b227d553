import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { dayText } from '#lib/pki/certificate/day-text.ts';
import { namesOf, type RepairCase, type RepairFinding } from '#lib/pki/pkcs12/repair-case.ts';

type Rule = (given: RepairCase) => readonly RepairFinding[];

/** RFC 7292 appendix C's ciphers: 3DES and RC2 under keys that OpenSSL 3 only reads with its legacy provider. */
const legacyEncryption: Rule = ({ files }) =>
  files
    .filter((file) => file.isLegacyEncryption)
    .map(({ name, encryption }) => ({
      kind: 'legacy-encryption',
      severity: 'error',
      isCured: true,
      message: `${name} is encrypted the old way: ${encryption.join(', ')}. OpenSSL 3, Node and with them the connector refuse it, mostly as a wrong passphrase.`,
      remedy: 'The new file is encrypted with AES-256.',
    }));

/** RFC 8446 section 4.4.2: the sender's certificate comes first, each following one certifies the one before. */
const chainOrder: Rule = ({ files, ordered }) => {
  const file = files.find(({ keys }) => keys.length > 0);
  if (file === undefined || ordered === undefined) return [];
  const given = file.certificates.map(({ fingerprint }) => fingerprint);
  const places = ordered.chain.map(({ fingerprint }) => given.indexOf(fingerprint)).filter((place) => place >= 0);
  const isInOrder = places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
  if (isInOrder) return [];
  return [
    {
      kind: 'chain-order',
      severity: 'warning',
      isCured: true,
      message: `The certificates of ${file.name} are out of order; programs that take the first one for the key’s own fail.`,
      remedy: `The new file has them in order: ${namesOf(ordered.chain)}.`,
    },
  ];
};

const extraCertificates: Rule = ({ ordered }) =>
  ordered === undefined || ordered.unused.length === 0
    ? []
    : [
        {
          kind: 'extra-certificates',
          severity: 'note',
          isCured: true,
          message: `${namesOf(ordered.unused)} ${ordered.unused.length === 1 ? 'does' : 'do'} not belong to this chain.`,
          remedy: 'The new file leaves out what does not belong to it.',
        },
      ];

/** RFC 5280 section 4.2.2.1: caIssuers says where the issuer's certificate is. */
const missingIssuer: Rule = ({ ordered }) => {
  const last = ordered?.chain.at(-1);
  if (ordered?.missing === undefined || last === undefined) return [];
  const { name, urls } = ordered.missing;
  const isBare = ordered.chain.length === 1;
  return [
    {
      kind: 'missing-issuer',
      severity: isBare ? 'warning' : 'note',
      isCured: false,
      message: isBare
        ? `${name}, which issued ${displayName(last)}, is missing; whoever does not know it already refuses the certificate.`
        : `The chain ends below ${name}, which issued ${displayName(last)}. That is right if it is a root: devices have those by themselves.`,
      remedy:
        urls.length > 0
          ? `Its certificate is offered at the address below. Fetch it, look at it, and drop it here too.`
          : `Ask whoever runs ${name} for its certificate, and drop it here too.`,
      urls,
    },
  ];
};

/** RFC 5280 section 4.1.2.5. */
const validity: Rule = ({ ordered, at }) =>
  (ordered?.chain ?? []).flatMap((certificate): readonly RepairFinding[] => {
    const name = displayName(certificate);
    if (at > certificate.notAfter) {
      const message = `${name} ended on ${dayText(certificate.notAfter)}; no repair makes it valid again.`;
      return [
        {
          kind: 'expired',
          severity: 'error',
          isCured: false,
          message,
          remedy: 'Have it renewed, and repair that file.',
        },
      ];
    }
    if (at >= certificate.notBefore) return [];
    const message = `${name} is not valid before ${dayText(certificate.notBefore)}.`;
    return [
      { kind: 'not-yet-valid', severity: 'warning', isCured: false, message, remedy: 'Wait, or check this clock.' },
    ];
  });

/** NIST SP 800-131A revision 2, table 2: RSA keys under 2048 bits are disallowed; OpenSSL refuses them at its security level 2. */
const weakKey: Rule = ({ ordered }) => {
  const leaf = ordered?.chain[0];
  if (leaf === undefined || leaf.publicKey.algorithm !== 'RSA' || leaf.publicKey.bits >= 2048) return [];
  const message = `The key of ${displayName(leaf)} has ${leaf.publicKey.bits} bits; OpenSSL and browsers refuse RSA keys under 2048.`;
  const remedy = 'Have a certificate issued for a new key.';
  return [{ kind: 'weak-key', severity: 'error', isCured: false, message, remedy }];
};

/** A certificate belongs to a key where it carries its public half (RFC 5280 section 4.1.2.7). */
const keyAndCertificate: Rule = ({ files, pool, keys, choices }) => {
  if (files.length === 0 || choices.length === 1) return [];
  const finding = (kind: RepairFinding['kind'], message: string, remedy: string): readonly RepairFinding[] => [
    { kind, severity: kind === 'several-keys' ? 'warning' : 'error', isCured: false, message, remedy },
  ];
  if (choices.length > 1) return severalKeys(choices, finding);
  if (files.some(({ isReadInFull }) => !isReadInFull)) return [];
  if (keys.length === 0) {
    if (pool.length === 0) return [];
    return finding(
      'no-key',
      `There is no private key in ${files.length === 1 ? files[0]?.name : 'these files'}, only ${namesOf(pool)}.`,
      'Drop the file with the key too. For a bundle of certificates alone, use “Split and join”.',
    );
  }
  if (pool.length === 0) {
    return finding(
      'no-certificate',
      'There is a private key, but no certificate.',
      'Drop the certificate that was issued for this key too.',
    );
  }
  return finding(
    'key-fits-none',
    `The private key belongs to none of these certificates: ${namesOf(pool)}.`,
    'Drop the certificate that was issued for this key, or the key that belongs to the certificate.',
  );
};

function severalKeys(
  choices: readonly Certificate[],
  finding: (kind: RepairFinding['kind'], message: string, remedy: string) => readonly RepairFinding[],
): readonly RepairFinding[] {
  const message = `There are ${choices.length} certificates with their keys: ${namesOf(choices)}. A PFX for a server or a person holds one.`;
  return finding('several-keys', message, 'Choose the one that the new file is for.');
}

const rules: readonly Rule[] = [
  keyAndCertificate,
  legacyEncryption,
  chainOrder,
  missingIssuer,
  validity,
  weakKey,
  extraCertificates,
];

/** Everything that is wrong with what was dropped, what needs a person first. */
export function repairFindings(given: RepairCase): readonly RepairFinding[] {
  return rules.flatMap((rule) => rule(given));
}
