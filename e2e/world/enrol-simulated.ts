import { postEnrolment } from '#connector/enrol/post-enrolment.ts';
import { type Identity, newIdentity } from '#hub/simulated-connector.test-support.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { issueCertificate } from '#lib/pki/issue/issue-certificate.ts';
import { generateKeyPair } from '#lib/pki/keys/generate-key-pair.ts';
import { readTicketUrl } from '#lib/wire/enrolment.ts';
import { proveEnrolment } from '#lib/wire/enrolment-proof.ts';

/** What goOnline of hub/online-connector.test-support.ts asks for, but for what the connector is to answer. */
export type EnrolledSimulated = {
  readonly url: string;
  readonly identity: Identity;
  readonly connectionId: string;
  readonly gatehouseKey: string;
};

/** Enrols a connector that has no process of its own, at a real Gatehouse and with a real ticket. */
export async function enrolSimulated(ticketUrl: string, name: string): Promise<EnrolledSimulated> {
  const ticket = readTicketUrl(ticketUrl);
  if (ticket === undefined) throw new Error(`no ticket: ${ticketUrl}`);
  const made = await newIdentity('');
  const sealing = await sealingCertificate();
  const answer = await postEnrolment(ticket, {
    identityKey: made.publicKey,
    sealingCertificate: toBase64(sealing),
    proof: await proveEnrolment(sealing, made.privateKey),
    name,
    hostName: `${name}.fabrikam.example`,
    software: 'simulated',
  });
  if (!answer.ok) throw new Error(answer.problem.message);
  const { connectorId, connectionId, gatehouseKey, hubUrl } = answer.value;
  return { url: hubUrl, identity: { ...made, connectorId }, connectionId, gatehouseKey };
}

async function sealingCertificate() {
  const key = await generateKeyPair('RSA-3072');
  const subject = [['CN', 'simulated']] as const;
  const notBefore = Date.now() - 3_600_000;
  const { der } = await issueCertificate({
    subject,
    key,
    signer: { name: subject, key },
    serial: Uint8Array.of(1),
    keyUsage: ['keyEncipherment'],
    notBefore,
    notAfter: notBefore + 31_536_000_000,
  });
  return der;
}
