import { eq } from 'drizzle-orm';
import type { CertificateSeen, SignInTry } from '#lib/contracts/sign-in.ts';
import { people, signIns } from '#lib/db/schema.ts';
import { noon, type World } from '#lib/services/service-world.test-support.ts';
import { aBrowser, inside, rowOf, type Site } from '#lib/services/sign-in/door.test-support.ts';

const dayMs = 86_400_000;

export type SeenOnce = {
  readonly userName: string;
  /** Days before noon. */
  readonly ago?: number;
  readonly mapped?: CertificateSeen['mapped'];
  readonly sid?: string;
  readonly certificate?: Partial<CertificateSeen>;
  /** Refused for being weak; then they came in by password, or not at all. */
  readonly isRefused?: boolean;
  /** As sign-ins were recorded before: only the words of the steps. */
  readonly isOld?: boolean;
};

const byUpn = { source: 'san-upn', attribute: 'userPrincipalName', isWeak: true };
export const bySerial = { source: 'issuer-serial', attribute: 'altSecurityIdentities', isWeak: false };

export const dnOf = (userName: string) => `CN=${userName},DC=corp,DC=example`;
export const guidOf = (userName: string) => Buffer.from(userName.padEnd(16, '-')).toString('hex');

/** One sign-in of the log with a certificate of this person's. */
export async function seenOnce(world: World, site: Site, once: SeenOnce): Promise<string> {
  const { userName, ago = 1, mapped = byUpn, sid, isRefused = false, isOld = false } = once;
  const browser = await aBrowser(world, site, inside);
  const { db } = world.database;
  const row = await rowOf(world, browser.begun.signInId);
  const startedAt = noon - ago * dayMs;
  const dn = dnOf(userName);
  const fingerprint = once.certificate?.fingerprint ?? `of ${userName}`;
  const strongNames = {
    'issuer-serial': `X509:<I>CN=CA<SR>${fingerprint}`,
    'sha1-public-key': `X509:<SHA1-PUKEY>${fingerprint}`,
    ...(sid === undefined ? {} : { sid }),
  };
  const certificate = {
    ...{ name: userName, subject: `CN=${userName}`, issuer: 'CN=CA', serial: '01', fingerprint },
    ...{ notBefore: 0, notAfter: noon + 90 * dayMs },
    ...(isOld ? {} : { strongNames, mapped: isRefused ? { ...mapped, dn } : mapped }),
    ...once.certificate,
  };
  if (!isRefused)
    await db
      .insert(people)
      .values({
        id: `per_${userName}`,
        connectionId: site.connectionId,
        directoryId: guidOf(userName),
        profile: { dn, userName, displayName: `${userName} of Corp` },
        firstSignInAt: startedAt,
        lastSignInAt: startedAt,
      })
      .onConflictDoNothing();
  const detail = `${mapped.source} in ${mapped.attribute}: “x”, looked for as “x” by (x=x)`;
  const tried: SignInTry = {
    method: 'client-certificate',
    result: isRefused ? 'refused' : 'accepted',
    reason: isRefused ? 'mapping-weak' : null,
    detail: '',
    connectorId: null,
    connectorName: null,
    certificate,
    claimedName: null,
    steps: [{ step: 'mapping', isPassed: true, detail, tookMs: 1 }],
    startedAt,
    tookMs: 1,
  };
  await db
    .update(signIns)
    .set({
      startedAt,
      state: isRefused ? 'refused' : 'signed-in',
      method: isRefused ? null : 'client-certificate',
      userName: isRefused ? null : userName,
      personId: isRefused ? null : `per_${userName}`,
      tries: [{ ...tried, method: 'kerberos', certificate: null, result: 'skipped', steps: [] }, tried],
    })
    .where(eq(signIns.id, row.id));
  return row.id;
}
