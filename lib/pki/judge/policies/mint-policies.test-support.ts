import { derContext, derInteger, derOid, derSequence } from '#lib/pki/asn1/write-der.ts';
import type { ExtensionToWrite } from '#lib/pki/issue/write-extensions.ts';

/** RFC 5280 section 4.2.1.4. */
export function policiesExtension(...policies: readonly string[]): ExtensionToWrite {
  const value = derSequence(...policies.map((policy) => derSequence(derOid(policy))));
  return { oid: '2.5.29.32', isCritical: false, value };
}

/** RFC 5280 section 4.2.1.5. */
export function mappingsExtension(
  ...mappings: readonly (readonly [issuer: string, subject: string])[]
): ExtensionToWrite {
  const value = derSequence(...mappings.map(([issuer, subject]) => derSequence(derOid(issuer), derOid(subject))));
  return { oid: '2.5.29.33', isCritical: true, value };
}

/** RFC 5280 section 4.2.1.11. */
export function policyConstraintsExtension(requireExplicit?: number, inhibitMapping?: number): ExtensionToWrite {
  const skip = (tag: number, value: number | undefined) =>
    value === undefined ? [] : [derContext(tag, derInteger(value).subarray(2), false)];
  return {
    oid: '2.5.29.36',
    isCritical: true,
    value: derSequence(...skip(0, requireExplicit), ...skip(1, inhibitMapping)),
  };
}

/** RFC 5280 section 4.2.1.14. */
export function inhibitAnyPolicyExtension(skip: number): ExtensionToWrite {
  return { oid: '2.5.29.54', isCritical: true, value: derInteger(skip) };
}
