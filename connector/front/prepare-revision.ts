import type { SavedRevision } from '#connector/disk/saved-revision.ts';
import { hasListener, listenerPlan, noListeners } from '#connector/front/listener-plan.ts';
import { probeTls } from '#connector/front/probe-tls.ts';
import { readRules } from '#connector/front/read-rules.ts';
import { type Refused, refused } from '#connector/front/refused.ts';
import type { SelfTests } from '#connector/front/self-tests.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import { fitKey, makeTlsMaterial, type TlsMaterial, tlsWords } from '#connector/front/tls-material.ts';
import type { HeldKeyFiles } from '#connector/keys/held-key-files.ts';
import { sslKeyFingerprint } from '#connector/keys/ssl-key-fingerprint.ts';
import { type Bytes, fromBase64 } from '#lib/core/bytes.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import { displayName } from '#lib/pki/certificate/certificate.ts';
import { rootedFirst } from '#lib/pki/path/rooted-first.ts';
import { openSealedKey } from '#lib/pki/seal/open-sealed-key.ts';
import type { ConnectorSettings } from '#lib/wire/connector-settings.ts';
import { openSignedSettings } from '#lib/wire/signed-settings.ts';

/** Who the connector is, as far as a revision is concerned. */
export type RevisionReader = {
  readonly connectionId: string;
  /** The key pinned at enrolment. */
  readonly gatehouseKey: CryptoKey;
  readonly sealing: { readonly pkcs8: Bytes; readonly certificate: Bytes };
  /** Keys that were made on this machine. */
  readonly heldKeys: Pick<HeldKeyFiles, 'read' | 'noteServed'>;
};

export type OfferedRevision = SavedRevision & {
  /** The number told beside the signed settings, where one was told. */
  readonly told?: number;
  /** The newest revision that was taken over, whether it serves or not: nothing older replaces it. */
  readonly takenOver?: number;
};

/** Everything about a revision that can be checked before it touches the listener. */
export async function prepareRevision(
  offered: OfferedRevision,
  reader: RevisionReader,
  tests: SelfTests,
): Promise<Outcome<ServableRevision, Refused>> {
  const opened = await tests.run('signature', () => openSettings(offered, reader));
  if (!opened.ok) return opened;
  const settings = opened.value;
  const { packed, signature, sealedKey } = offered;
  const saved: SavedRevision = { packed, signature, sealedKey };

  const { rules, faults } = await readRules(settings);
  if (!hasListener(settings)) return success({ settings, saved, listeners: noListeners, rules });
  const isAsking = settings.clientCertificate.enabled;

  const key = await tests.run('key-fits', () => openKey(settings, sealedKey, reader));
  if (!key.ok) return key;
  try {
    const tls = await tests.run('tls-context', async (): Promise<Outcome<TlsMaterial, Refused>> => {
      // Where nobody is judged, a CA certificate that cannot be read harms nobody.
      const [fault] = faults;
      if (fault !== undefined && isAsking) return refused('ca-unusable', fault);
      const judges = isAsking ? await rootedFirst(rules.authorities) : [];
      const named = judges.map((one) => ({ der: one.der, name: displayName(one) }));
      const { partialChains } = rules;
      const material = makeTlsMaterial({ ...key.value, authorities: named, partialChains, isAsking });
      return material.ok ? provesItself(material.value) : material;
    });
    if (!tls.ok) return tls;
    return success({ settings, saved, listeners: listenerPlan(settings, tls.value), rules });
  } finally {
    key.value.pkcs8.fill(0);
  }
}

async function openSettings(
  offered: OfferedRevision,
  reader: RevisionReader,
): Promise<Outcome<ConnectorSettings, Refused>> {
  const opened = await openSignedSettings(offered, reader.gatehouseKey);
  if (!opened.ok) return refused(opened.refusal, opened.detail);
  const { settings } = opened;
  if (settings.connectionId !== reader.connectionId)
    return refused(
      'wrong-connection',
      `The settings are those of “${settings.connectionName}” (${settings.connectionId}).`,
    );
  if (offered.told !== undefined && offered.told !== settings.revision)
    return refused(
      'settings-unreadable',
      `Revision ${offered.told} was announced, but the signed settings are revision ${settings.revision}.`,
    );
  if (offered.takenOver !== undefined && settings.revision < offered.takenOver)
    return refused(
      'older-revision',
      `Revision ${settings.revision} came, revision ${offered.takenOver} was taken over already.`,
    );
  return success(settings);
}

type OpenedKey = { readonly chain: readonly Bytes[]; readonly pkcs8: Bytes; readonly fingerprint: string };

async function openKey(
  settings: ConnectorSettings,
  sealedKey: string | null,
  reader: RevisionReader,
): Promise<Outcome<OpenedKey, Refused>> {
  if (settings.sslChain === null) return refused('ssl-certificate-missing', 'There is no certificate to answer with.');
  const chain: Bytes[] = [];
  for (const text of settings.sslChain) {
    const der = fromBase64(text);
    if (der === undefined) return refused('certificate-unusable', 'The SSL certificate is not base64.');
    chain.push(der);
  }
  const own = sealedKey === null ? await sslKeyFingerprint(settings) : undefined;
  const opened = sealedKey === null ? await openHeldKey(own, reader) : await openSealed(sealedKey, reader);
  if (!opened.ok) return opened;
  const fitting = fitKey(chain, opened.value);
  if (!fitting.ok) {
    opened.value.fill(0);
    return fitting;
  }
  // Its place among those that wait is free now; if that cannot be noted it is at the next start.
  if (own !== undefined) await reader.heldKeys.noteServed(own).catch(() => {});
  return success({ chain, pkcs8: opened.value, fingerprint: fitting.value.fingerprint });
}

async function openSealed(sealedKey: string, { sealing }: RevisionReader): Promise<Outcome<Bytes, Refused>> {
  const envelope = fromBase64(sealedKey);
  if (envelope === undefined) return refused('key-unreadable', 'The sealed key is not base64.');
  const { certificate, pkcs8: privateKeyPkcs8 } = sealing;
  const opened = await openSealedKey({ envelope, certificate, privateKeyPkcs8 });
  return opened.ok ? opened : refused('key-unreadable', opened.problem.message);
}

async function openHeldKey(own: string | undefined, { heldKeys }: RevisionReader): Promise<Outcome<Bytes, Refused>> {
  const read = own === undefined ? success(undefined) : await heldKeys.read(own);
  if (!read.ok) return refused('key-unreadable', read.problem);
  if (read.value !== undefined) return success(read.value);
  return refused('key-not-sealed', 'No key came with the settings, and none was made here for this certificate.');
}

/** A handshake over a pipe, before anybody outside meets the new material. */
async function provesItself(material: TlsMaterial): Promise<Outcome<TlsMaterial, Refused>> {
  try {
    const seen = await probeTls({ kind: 'material', material });
    if (seen === material.fingerprint) return success(material);
    return refused('certificate-unusable', 'A trial handshake answered with another certificate.');
  } catch (cause) {
    return refused('certificate-unusable', `A trial handshake failed: ${tlsWords(cause)}.`);
  }
}
