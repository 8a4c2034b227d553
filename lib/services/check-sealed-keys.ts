import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SealedKey } from '#lib/contracts/sealed-key.ts';
import { fromBase64 } from '#lib/core/bytes.ts';
import { failure, type Outcome, success } from '#lib/core/outcome.ts';
import { inspectEnvelope } from '#lib/pki/seal/inspect-envelope.ts';
import type { ConnectorRow } from '#lib/services/read-connection-facts.ts';

/** Whether each sealed key is one that its connector can open, for the SSL certificate of the draft it comes with. */
export async function checkSealedKeys(
  sealedKeys: readonly SealedKey[],
  connectors: readonly ConnectorRow[],
  spkiFingerprint: string | undefined,
): Promise<Outcome<null>> {
  const byId = new Map(connectors.map((connector) => [connector.id, connector]));
  const fields: Record<string, string> = {};
  for (const [index, key] of sealedKeys.entries()) {
    // Each takes about a millisecond, and a fleet has a thousand: others get their turn in between.
    if (index % 10 === 9) await nextTurn();
    const path = `sealedKeys.${index}`;
    const connector = byId.get(key.connectorId);
    if (connector === undefined) {
      fields[`${path}.connectorId`] =
        'The key is sealed to a connector that this connection does not have. Drop the file with the key again.';
    } else if (key.spkiFingerprint !== spkiFingerprint) {
      fields[`${path}.spkiFingerprint`] =
        'The sealed key does not belong to the SSL certificate. Drop the certificate together with its key.';
    } else {
      const sentence = envelopeSentence(key.envelope, connector.sealingCertificate);
      if (sentence !== undefined) fields[`${path}.envelope`] = sentence;
    }
  }
  const [first] = Object.entries(fields);
  return first === undefined ? success(null) : failure('invalid-input', first[1], { fields });
}

function envelopeSentence(text: string, sealingCertificate: string): string | undefined {
  const envelope = fromBase64(text);
  const certificate = fromBase64(sealingCertificate);
  if (envelope === undefined || certificate === undefined) return 'The sealed key is not base64. Seal the key again.';
  const inspected = inspectEnvelope({ envelope, certificate });
  return inspected.ok ? undefined : inspected.problem.message;
}
