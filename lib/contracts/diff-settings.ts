import type { ChangeView } from '#lib/contracts/change.ts';
import { diffAuthorityRevocation, diffMethods } from '#lib/contracts/diff-methods.ts';
import { diffNetworks } from '#lib/contracts/diff-networks.ts';
import { type CertificateReader, readSettingsCertificate } from '#lib/contracts/read-settings-certificates.ts';
import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import { displayName } from '#lib/pki/certificate/certificate.ts';

const dayMs = 86_400_000;

/** What is different, in people's words; null before the first publish, which then begins from nothing. */
export async function diffSettings(
  before: Settings | null,
  after: Settings,
  at: number,
  read: CertificateReader = readSettingsCertificate,
): Promise<ChangeView[]> {
  const from = before ?? emptySettings;
  return [
    ...diffMethods(from, after),
    ...(await diffRevocation(from, after, read)),
    ...diffNetworks(from.networks, after.networks),
    ...(await diffSslCertificate(from, after, at, read)),
    ...(await diffCaCertificates(from, after, at, read)),
  ];
}

async function diffRevocation(before: Settings, after: Settings, read: CertificateReader): Promise<ChangeView[]> {
  const text = ({ revocation }: Settings) => JSON.stringify(revocation.authorities ?? []);
  if (text(before) === text(after)) return [];
  return diffAuthorityRevocation(
    before,
    after,
    await authorityNames([...before.caCertificates, ...after.caCertificates], read),
  );
}

async function authorityNames(
  certificates: readonly string[],
  read: CertificateReader,
): Promise<(authority: string) => string> {
  const outcomes = await Promise.all([...new Set(certificates)].map((one) => read(one)));
  const names = new Map(
    outcomes.flatMap((one) => (one.ok ? [[one.value.spkiFingerprint, displayName(one.value)] as const] : [])),
  );
  return (authority) => names.get(authority) ?? `an authority that is not accepted (${authority.slice(0, 12)}…)`;
}

async function diffSslCertificate(
  before: Settings,
  after: Settings,
  at: number,
  read: CertificateReader,
): Promise<ChangeView[]> {
  const was = before.sslCertificate?.chain ?? [];
  const is = after.sslCertificate?.chain ?? [];
  if (was.join() === is.join()) return [];
  const area = 'ssl-certificate';
  const [wasLeaf, isLeaf] = [was[0], is[0]];
  if (wasLeaf === isLeaf) {
    const [chainBefore, chainAfter] = await Promise.all([chainText(was, read), chainText(is, read)]);
    return [{ kind: 'changed', area, what: 'chain of the SSL certificate', before: chainBefore, after: chainAfter }];
  }
  const [old, fresh] = await Promise.all([facts(wasLeaf, at, read), facts(isLeaf, at, read)]);
  if (old === undefined)
    return fresh === undefined
      ? []
      : [{ kind: 'added', area, what: `SSL certificate ${fresh.name}`, after: fresh.ends }];
  if (fresh === undefined) return [{ kind: 'removed', area, what: `SSL certificate ${old.name}`, before: old.ends }];
  if (old.name === fresh.name)
    return [{ kind: 'changed', area, what: 'SSL certificate', before: old.ends, after: fresh.ends }];
  const both = { before: `${old.name}, ${old.ends}`, after: `${fresh.name}, ${fresh.ends}` };
  return [{ kind: 'changed', area, what: 'SSL certificate', ...both }];
}

async function diffCaCertificates(
  before: Settings,
  after: Settings,
  at: number,
  read: CertificateReader,
): Promise<ChangeView[]> {
  const was = new Set(before.caCertificates);
  const is = new Set(after.caCertificates);
  const area = 'ca-certificates';
  const added = await Promise.all([...is].filter((one) => !was.has(one)).map((one) => facts(one, at, read)));
  const removed = await Promise.all([...was].filter((one) => !is.has(one)).map((one) => facts(one, at, read)));
  return [
    ...added.flatMap((one): ChangeView[] =>
      one === undefined ? [] : [{ kind: 'added', area, what: `CA certificate ${one.name}`, after: one.ends }],
    ),
    ...removed.flatMap((one): ChangeView[] =>
      one === undefined ? [] : [{ kind: 'removed', area, what: `CA certificate ${one.name}`, before: one.ends }],
    ),
  ];
}

type CertificateWords = { readonly name: string; readonly ends: string };

async function facts(
  base64: string | undefined,
  at: number,
  read: CertificateReader,
): Promise<CertificateWords | undefined> {
  if (base64 === undefined) return undefined;
  const outcome = await read(base64);
  if (!outcome.ok) return { name: 'that cannot be read', ends: 'unreadable' };
  return { name: displayName(outcome.value), ends: daysLeft(outcome.value.notAfter - at) };
}

function daysLeft(milliseconds: number): string {
  const days = Math.floor(Math.abs(milliseconds) / dayMs);
  const text = days === 1 ? '1 day' : `${days} days`;
  if (milliseconds >= 0) return days === 0 ? 'ends today' : `${text} left`;
  return days === 0 ? 'expired today' : `expired ${text} ago`;
}

async function chainText(chain: readonly string[], read: CertificateReader): Promise<string> {
  const names = await Promise.all(
    chain.map(async (one) => {
      const outcome = await read(one);
      return outcome.ok ? displayName(outcome.value) : 'unreadable';
    }),
  );
  return names.join(' → ');
}
