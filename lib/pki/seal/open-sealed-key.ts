import type { Bytes } from '#lib/core/bytes.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { success } from '#lib/core/outcome.ts';
import { type EnvelopeProblem, envelopeRefusal, inspectEnvelope } from '#lib/pki/seal/inspect-envelope.ts';

/**
 * Opens what `sealKey` made (RFC 5652 section 6), on the connector, with the private key (PKCS#8) of its sealing certificate. The value is the
 * sealed key's PKCS#8; whoever takes it wipes it after use.
 */
export async function openSealedKey({
  envelope,
  certificate,
  privateKeyPkcs8,
}: {
  readonly envelope: Bytes;
  readonly certificate: Bytes;
  readonly privateKeyPkcs8: Bytes;
}): Promise<Outcome<Bytes, EnvelopeProblem>> {
  const inspected = inspectEnvelope({ envelope, certificate });
  if (!inspected.ok) return inspected;
  try {
    const opened = await inspected.value.decrypt(0, { recipientPrivateKey: privateKeyPkcs8 });
    return success(new Uint8Array(opened));
  } catch {
    // One answer for every cause: which step failed is nobody's business.
    return envelopeRefusal(
      'cannot-open',
      'The sealed key cannot be opened with this connector’s key. Seal the key again.',
    );
  }
}
