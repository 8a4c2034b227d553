import { displayName } from '#lib/pki/certificate/certificate.ts';
import { successor } from '#lib/pki/findings/ca-renewal-rules.ts';
import type { CaRule } from '#lib/pki/findings/certificate-rules.ts';
import { aboutCertificate } from '#lib/pki/findings/pki-finding.ts';
import { checkPathLength } from '#lib/pki/judge/checks/check-path-length.ts';
import { maxPathCertificates } from '#lib/pki/path/find-paths.ts';

/** RFC 5280 section 6.1: a path ends at a trust anchor; here that is a self-signed CA certificate that was uploaded. */
export const caMissingParent: CaRule = ({ placed, namesakes, at }) =>
  placed.flatMap((one) => {
    const { certificate, missingParent } = one;
    if (missingParent === undefined || successor(one, { namesakes, at }) !== undefined) return [];
    const name = displayName(certificate);
    const namesake = placed.find((other) => displayName(other.certificate) === missingParent);
    const message =
      namesake === undefined || missingParent === name
        ? `${name} is missing its parent ${missingParent}; people with certificates from it will be refused.`
        : `${name} was not issued by the ${missingParent} that is here but by another with the same name; people with certificates from it will be refused.`;
    return [aboutCertificate('CA-MISSING-PARENT', certificate, message, `Add ${missingParent}.`)];
  });

/** RFC 8446 section 4.4.2.4: a path can be built only from what the server has and what the client sends. */
export const caRootOnly: CaRule = ({ placed, namesakes, at }) =>
  placed
    .filter(({ certificate, isRoot }) => {
      const issuesToPeople = certificate.basicConstraints?.pathLength === 0;
      return isRoot && !issuesToPeople && at <= certificate.notAfter;
    })
    // Whatever the number of its certificates, the root is one authority.
    .filter((one) => namesakes(one).every(({ children }) => children.length === 0))
    .map(({ certificate }) => {
      const name = displayName(certificate);
      const message = `${name} is a root without an issuing authority below it; people with certificates from one are accepted only if their browser sends it along.`;
      return aboutCertificate('CA-ROOT-ONLY', certificate, message);
    });

/** RFC 5280 section 4.2.1.9: pathLenConstraint counts the authorities that follow. */
export const caPathLength: CaRule = ({ placed, at }) =>
  placed.flatMap(({ certificate, above }) => {
    // As if a person's certificate from this authority were judged: it stands at depth 0, this authority at depth 1.
    const path = [certificate, certificate, ...above];
    const strict = above.find((one, index) => {
      const isAnchor = index === above.length - 1;
      const spoken = { purpose: { kind: 'client' }, voice: 'administrator' } as const;
      const place = { path, depth: index + 2, certificate: one, isAnchor, at, ...spoken };
      return checkPathLength(place) !== undefined;
    });
    if (strict === undefined) return [];
    const message = `${displayName(strict)} allows ${strict.basicConstraints?.pathLength} authorities below it, and ${displayName(certificate)} stands deeper; people with certificates from it will be refused.`;
    return [aboutCertificate('CA-PATH-LENGTH', certificate, message)];
  });

/** RFC 4158 section 2.4.1: paths are followed to a limit; told once for each tree, at the first authority beyond it. */
export const caChainTooLong: CaRule = ({ placed }) =>
  placed
    .filter(({ above }) => above.length === maxPathCertificates - 1)
    .map(({ certificate }) =>
      aboutCertificate(
        'CA-CHAIN-TOO-LONG',
        certificate,
        `${displayName(certificate)} stands below ${maxPathCertificates - 1} others; people with certificates from it, or from further below, will be refused.`,
      ),
    );
