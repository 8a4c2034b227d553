import type { Bytes } from '#lib/core/bytes.ts';
import type { FillRandom } from '#lib/core/ids.ts';
import { type Authority, issueAuthority } from '#lib/pki/issue/issue-authority.ts';
import type { Signer } from '#lib/pki/issue/issue-certificate.ts';
import { issueClientCertificate } from '#lib/pki/issue/issue-client-certificate.ts';
import { issueServerCertificate } from '#lib/pki/issue/issue-server-certificate.ts';
import { newSerial } from '#lib/pki/issue/new-serial.ts';
import { sidExtension } from '#lib/pki/issue/sid-extension.ts';
import { trialName } from '#lib/pki/issue/trial/trial-name.ts';
import type { AlternativeNameToWrite } from '#lib/pki/issue/write-extensions.ts';
import { generateKeyPair, type KeyKind, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

/** What is wanted of each certificate for trying out. */
type TrialRequest = {
  readonly commonName: string;
  readonly keyKind: KeyKind;
  readonly days: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly fillRandom: FillRandom;
};

/** The authority that issues, with the end of its own certificate. */
export type TrialIssuer = { readonly signer: Signer; readonly notAfter: number };

export type TrialIssued = { readonly der: Bytes; readonly key: KeyPair };

const dayMs = 86_400_000;
/** Clocks of the machines that try it out are not all right. */
const beforeNowMs = 3_600_000;

/** A root for trying out, or an authority under one (RFC 5280 section 4.2.1.9); one under another issues to servers and people alone. */
export async function issueTrialAuthority(
  request: TrialRequest & { readonly issuer?: TrialIssuer },
): Promise<Authority & TrialIssued> {
  const key = await generateKeyPair(request.keyKind);
  const { issuer } = request;
  const authority = await issueAuthority({
    ...basicsOf(request, key, issuer),
    ...(issuer === undefined ? {} : { basicConstraints: { isAuthority: true, pathLength: 0 } }),
  });
  return { ...authority, key };
}

/** A host's certificate for trying out, the host as alternative name (RFC 6125 section 6.4.4). */
export async function issueTrialServer(
  request: TrialRequest & { readonly issuer: TrialIssuer; readonly hosts: readonly AlternativeNameToWrite[] },
): Promise<TrialIssued> {
  const key = await generateKeyPair(request.keyKind);
  const { der } = await issueServerCertificate({
    ...basicsOf(request, key, request.issuer),
    alternativeNames: request.hosts,
  });
  return { der, key };
}

/** A person's certificate for trying out, with what mapping can look for. */
export async function issueTrialClient(
  request: TrialRequest & {
    readonly issuer: TrialIssuer;
    readonly upn?: string;
    readonly email?: string;
    readonly sid?: string;
  },
): Promise<TrialIssued> {
  const key = await generateKeyPair(request.keyKind);
  const { upn, email, sid } = request;
  const { der } = await issueClientCertificate({
    ...basicsOf(request, key, request.issuer),
    alternativeNames: [
      ...(upn === undefined ? [] : [{ kind: 'upn', value: upn } as const]),
      ...(email === undefined ? [] : [{ kind: 'email', value: email } as const]),
    ],
    furtherExtensions: sid === undefined ? [] : [sidExtension(sid)],
  });
  return { der, key };
}

/** No certificate outlives the one above it: path validation would end with that one anyway (RFC 5280 section 6.1.3 (a)(2)). */
function basicsOf({ commonName, days, now, fillRandom }: TrialRequest, key: KeyPair, issuer: TrialIssuer | undefined) {
  return {
    subject: trialName(commonName),
    key,
    serial: newSerial(fillRandom),
    notBefore: now - beforeNowMs,
    notAfter: Math.min(now + days * dayMs, issuer?.notAfter ?? Number.POSITIVE_INFINITY),
    ...(issuer === undefined ? {} : { signer: issuer.signer }),
  };
}
