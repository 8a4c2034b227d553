import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import { clientPathRules } from '#lib/pki/judge/checks/client-path-rules.ts';
import {
  type PathPlace,
  type RuleRefusal,
  remedyAt,
  tellAdministrator,
  whose,
} from '#lib/pki/judge/checks/path-rule.ts';
import type { Verdict } from '#lib/pki/judge/verdict.ts';
import { missingIssuerOf } from '#lib/pki/path/build-chain.ts';
import { type FoundPath, findPaths, maxPathCertificates } from '#lib/pki/path/find-paths.ts';

type Refused = Extract<Verdict, { accepted: false }>;

/** What a connector or the console knows when it judges. */
export type ClientCertificateCase = {
  /** As TLS brought them: the person's certificate first, then what was sent along. */
  readonly presented: readonly Certificate[];
  /** The CA certificates of the connection. */
  readonly authorities: readonly Certificate[];
  /** Milliseconds since 1970. */
  readonly at: number;
};

/**
 * Whether a client certificate is accepted: a path of good signatures from it to a self-signed CA certificate of the connection on which
 * every rule holds (RFC 5280 section 6.1). Of several paths one that passes is enough; else the refusal of the most promising one is told.
 */
export async function judgeClientCertificate({ presented, authorities, at }: ClientCertificateCase): Promise<Verdict> {
  const [leaf, ...sentAlong] = presented;
  if (leaf === undefined) {
    return {
      accepted: false,
      refusal: 'no-certificate',
      depth: 0,
      message: 'Your browser sent no certificate. It sends none that has ended or that another authority issued.',
      remedy: 'Insert your card or install your certificate, close all browser windows and try again.',
    };
  }
  let refused: { readonly refusal: Refused; readonly rank: number } | undefined;
  for await (const found of findPaths(leaf, { presented: sentAlong, authorities, at })) {
    const verdict = found.end === 'trusted' ? judgePath(found, at) : deadEnd(found, at);
    if (verdict.accepted) return verdict;
    const rank = endRanks[found.end];
    if (refused === undefined || rank < refused.rank) refused = { refusal: verdict, rank };
  }
  return refused?.refusal ?? deadEnd({ path: [leaf], end: 'unknown-issuer' }, at);
}

/** Which end tells a person most when no path passes. */
const endRanks: Record<FoundPath['end'], number> = {
  trusted: 0,
  'bad-signature': 1,
  'untrusted-root': 2,
  'unknown-issuer': 2,
  'too-long': 3,
  'out-of-budget': 3,
};

function judgePath({ path, unsupportedAt }: FoundPath, at: number): Verdict {
  for (const [depth, certificate] of path.entries()) {
    const place: PathPlace = { path, depth, certificate, isAnchor: depth === path.length - 1, at };
    for (const rule of clientPathRules) {
      const refusal = rule(place);
      if (refusal !== undefined) return refusedAt(place, refusal);
    }
    if (depth === unsupportedAt) return refusedAt(place, unsupportedSignature(place));
  }
  return { accepted: true, path };
}

function refusedAt({ depth, certificate }: PathPlace, refusal: RuleRefusal): Refused {
  return { accepted: false, depth, certificate, ...refusal };
}

function unsupportedSignature(place: PathPlace): RuleRefusal {
  return {
    refusal: 'unsupported-algorithm',
    message: `${whose(place)} is signed in a way that is not supported here (${place.certificate.signatureFacts.oid}).`,
    remedy: remedyAt(place.depth),
  };
}

/** A way up that ended before a trusted root (RFC 5280 section 6.1.3 (a)(1) and (a)(4)). */
function deadEnd({ path, end }: FoundPath, at: number): Refused {
  const depth = path.length - 1;
  const certificate = path[depth];
  if (certificate === undefined) throw new RangeError('A path holds at least the certificate itself.');
  return refusedAt({ path, depth, certificate, isAnchor: false, at }, deadEndRefusal(end, depth, certificate));
}

function deadEndRefusal(end: FoundPath['end'], depth: number, certificate: Certificate): RuleRefusal {
  const subject = whose({ certificate, depth });
  const issuer = missingIssuerOf(certificate).name;
  switch (end) {
    case 'bad-signature':
      return {
        refusal: 'broken-signature',
        message: `${subject} names “${issuer}” as its issuer, but that authority did not sign it.`,
        remedy: remedyAt(depth),
      };
    case 'untrusted-root':
      return {
        refusal: 'unknown-authority',
        message:
          depth === 0
            ? 'Your certificate is signed by itself, not by an authority that is accepted here.'
            : `Your certificate comes from “${displayName(certificate)}”, which is not among the authorities accepted here.`,
        remedy:
          'Choose another of your certificates, or ask your administrator whether this authority should be accepted.',
      };
    case 'too-long':
    case 'out-of-budget':
      return {
        refusal: 'path-too-long',
        message: `No accepted authority was found within ${maxPathCertificates} steps above your certificate.`,
        remedy: tellAdministrator,
      };
    default:
      return {
        refusal: 'unknown-authority',
        message:
          depth === 0
            ? `Your certificate was issued by “${issuer}”, which is not among the authorities accepted here.`
            : `“${displayName(certificate)}”, above your certificate, was issued by “${issuer}”, which is not among the authorities accepted here.`,
        remedy:
          'Choose another of your certificates, or ask your administrator whether this authority should be accepted.',
      };
  }
}
