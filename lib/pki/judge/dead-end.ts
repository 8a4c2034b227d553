import { type Certificate, displayName } from '#lib/pki/certificate/certificate.ts';
import {
  type PathPlace,
  type RuleRefusal,
  remedyAt,
  tellAdministrator,
  type Voice,
  whose,
} from '#lib/pki/judge/checks/path-rule.ts';
import { missingIssuerOf } from '#lib/pki/path/build-chain.ts';
import { type FoundPath, maxPathCertificates } from '#lib/pki/path/find-paths.ts';

/** Why a way up ended before a trust anchor. */
export function deadEndRefusal({ end }: FoundPath, place: PathPlace): RuleRefusal {
  switch (end) {
    case 'bad-signature':
      return brokenSignature(place);
    case 'untrusted-root':
      return untrustedRoot(place);
    case 'too-long':
      return {
        refusal: 'path-too-long',
        paragraph: 'RFC 4158 section 2.4.1',
        message: `No accepted authority was found within ${maxPathCertificates} steps above ${below(place.voice)}.`,
        remedy: tellAdministrator(place),
      };
    case 'out-of-budget':
      return {
        refusal: 'too-much-work',
        paragraph: 'RFC 4158 section 2.4.1',
        message: `There are so many ways up from ${below(place.voice)} that not all of them were followed, and none of those that were is accepted.`,
        remedy: tellAdministrator(place),
      };
    default:
      return unknownIssuer(place);
  }
}

function below(voice: Voice): string {
  return voice === 'holder' ? 'your certificate' : 'the certificate';
}

/** RFC 5280 section 6.1.3 (a)(1): "The signature on the certificate can be verified using working_public_key_algorithm, …". */
function brokenSignature(place: PathPlace): RuleRefusal {
  const issuer = missingIssuerOf(place.certificate).name;
  return {
    refusal: 'broken-signature',
    paragraph: 'RFC 5280 section 6.1.3 (a)(1)',
    message: `${whose(place)} names “${issuer}” as its issuer, but that authority did not sign it.`,
    remedy: remedyAt(place),
  };
}

/** RFC 5280 section 6.1.1 (d): the path begins at a trust anchor, and this one is none. */
function untrustedRoot({ certificate, depth, voice }: PathPlace): RuleRefusal {
  const subject = whose({ certificate, depth: 0, voice });
  return {
    refusal: 'unknown-authority',
    paragraph: 'RFC 5280 section 6.1.1 (d)',
    message:
      depth === 0
        ? `${subject} is signed by itself, not by an authority that is accepted here.`
        : `${below(voice) === 'your certificate' ? 'Your certificate' : 'The certificate'} comes from “${displayName(certificate)}”, which is not among the authorities accepted here.`,
    remedy: chooseAnother(voice),
  };
}

/** RFC 5280 section 6.1.3 (a)(4): "The certificate issuer name is the working_issuer_name", and nobody of that name is known. */
function unknownIssuer({ certificate, depth, voice }: PathPlace): RuleRefusal {
  const issuer = missingIssuerOf(certificate).name;
  const subject =
    depth === 0 ? whose({ certificate, depth, voice }) : `“${displayName(certificate)}”, above ${below(voice)},`;
  return {
    refusal: 'unknown-authority',
    paragraph: 'RFC 5280 section 6.1.3 (a)(4)',
    message: `${subject} was issued by “${issuer}”, which is not among the authorities accepted here.`,
    remedy: chooseAnother(voice),
  };
}

function chooseAnother(voice: Voice): string {
  return voice === 'holder'
    ? 'Choose another of your certificates, or ask your administrator whether this authority should be accepted.'
    : 'If its people are to come in, add that authority and those above it to the CA certificates.';
}

/** What is told where nothing was presented at all. */
export function nothingPresented(voice: Voice): RuleRefusal & { readonly depth: 0; readonly accepted: false } {
  const isHolder = voice === 'holder';
  return {
    accepted: false,
    refusal: 'no-certificate',
    paragraph: 'RFC 8446 section 4.4.2.4',
    depth: 0,
    message: isHolder
      ? 'Your browser sent no certificate. It sends none that has ended or that another authority issued.'
      : 'No certificate was presented.',
    remedy: isHolder
      ? 'Insert your card or install your certificate, close all browser windows and try again.'
      : 'See that the certificate is installed on the device and that its issuer is among the CA certificates.',
  };
}

export function unsupportedSignature(place: PathPlace & { readonly certificate: Certificate }): RuleRefusal {
  return {
    refusal: 'unsupported-algorithm',
    paragraph: 'RFC 5280 section 6.1.3 (a)(1)',
    message: `${whose(place)} is signed in a way that is not supported here (${place.certificate.signatureFacts.oid}).`,
    remedy: remedyAt(place),
  };
}

export function unreadableKey(place: PathPlace): RuleRefusal {
  return {
    refusal: 'unsupported-algorithm',
    paragraph: 'RFC 5280 section 4.1.2.7',
    message: `${whose(place)} holds a key that cannot be read (${place.certificate.publicKey.algorithm}).`,
    remedy: remedyAt(place),
  };
}
