import { inArray, lt, sql } from 'drizzle-orm';
import { utf8 } from '#lib/core/bytes.ts';
import { sha256Hex } from '#lib/core/digest.ts';
import type { Database } from '#lib/db/database.ts';
import { signInAttempts } from '#lib/db/schema.ts';
import { addressBlock } from '#lib/services/address-block.ts';
import type { Context } from '#lib/services/context.ts';

/*
 * Failed sign-ins are counted in the database, so that several processes and a restart count together: for whom they were tried, and for
 * the network address they came from, within a window. An attempt is counted before the password is looked at, so that many at once
 * cannot slip through, and taken back when it succeeds. A window ends `windowMs` after its first failure.
 */
const windowMs = 15 * 60_000;
/** For an administrator's e-mail address, and for an address they come from. */
const administratorLimits = { who: 10, address: 50 } as const;
/** For a user name of a connection, and for an address, behind which a whole site may sign in. */
const personLimits = { who: 10, address: 200 } as const;

export type Attempt = { readonly email: string; readonly address: string };
export type PersonAttempt = { readonly connectionId: string; readonly userName: string; readonly address: string };

type Keys = { readonly who: string; readonly address: string };
type Counting = Pick<Context, 'db' | 'now'>;

/**
 * Counts an attempt; says how long to wait in milliseconds where there were too many, else undefined. What comes from a network address
 * that has to wait does not count against anybody: it could lock out any number of people.
 */
export function countAttempt(ctx: Counting, attempt: Attempt): Promise<number | undefined> {
  return count(ctx, keysOf(attempt), administratorLimits);
}

/** As countAttempt, for somebody at the door. */
export async function countPersonAttempt(ctx: Counting, attempt: PersonAttempt): Promise<number | undefined> {
  return count(ctx, await keysOfPerson(attempt), personLimits);
}

/** A success clears the count of who it was, and takes its own attempt off the network address's. */
export async function forgiveAttempt(db: Database, attempt: Attempt): Promise<void> {
  await forgive(db, keysOf(attempt));
}

export async function forgivePersonAttempt(db: Database, attempt: PersonAttempt): Promise<void> {
  await forgive(db, await keysOfPerson(attempt));
}

/** Counts a try at an administrator's password from inside a session; as countAttempt, apart from those at the sign-in page. */
export async function countPasswordCheck(ctx: Counting, administratorId: string): Promise<number | undefined> {
  await forgetOver(ctx);
  return countFor(ctx, `password ${administratorId}`, administratorLimits.who);
}

export async function forgivePasswordChecks(db: Database, administratorId: string): Promise<void> {
  await db.delete(signInAttempts).where(inArray(signInAttempts.key, [`password ${administratorId}`]));
}

/** How long to wait, for a person. */
export function waitSentence(waitMs: number): string {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
  return `Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`;
}

/** For an attempt that no directory saw. */
export async function takeBackPersonAttempt(db: Database, attempt: PersonAttempt): Promise<void> {
  const { who, address } = await keysOfPerson(attempt);
  await takeBack(db, [who, address]);
}

async function count(
  ctx: Counting,
  keys: Keys,
  most: Readonly<Record<keyof Keys, number>>,
): Promise<number | undefined> {
  await forgetOver(ctx);
  return (await countFor(ctx, keys.address, most.address)) ?? (await countFor(ctx, keys.who, most.who));
}

async function forgetOver({ db, now }: Counting): Promise<void> {
  await db.delete(signInAttempts).where(lt(signInAttempts.windowStartedAt, now() - windowMs));
}

async function countFor({ db, now }: Counting, key: string, most: number): Promise<number | undefined> {
  const at = now();
  const [row] = await db
    .insert(signInAttempts)
    .values({ key, failures: 1, windowStartedAt: at })
    .onConflictDoUpdate({ target: signInAttempts.key, set: { failures: sql`${signInAttempts.failures} + 1` } })
    .returning();
  return row === undefined || row.failures <= most ? undefined : row.windowStartedAt + windowMs - at;
}

async function forgive(db: Database, { who, address }: Keys): Promise<void> {
  await db.delete(signInAttempts).where(inArray(signInAttempts.key, [who]));
  await takeBack(db, [address]);
}

async function takeBack(db: Database, keys: readonly string[]): Promise<void> {
  await db
    .update(signInAttempts)
    .set({ failures: sql`greatest(${signInAttempts.failures} - 1, 0)` })
    .where(inArray(signInAttempts.key, [...keys]));
}

function keysOf({ email, address }: Attempt): Keys {
  return { who: `email ${email}`, address: `address ${addressBlock(address)}` };
}

/** A hash of the name: now and then somebody types the password in its place. */
async function keysOfPerson({ connectionId, userName, address }: PersonAttempt): Promise<Keys> {
  const name = likeDirectories(userName);
  return {
    who: `person ${await sha256Hex(utf8(`${connectionId}\0${name}`))}`,
    address: `door ${addressBlock(address)}`,
  };
}

/**
 * Directories find `alice` under many writings: case, width, marks on letters (Active Directory), characters that are not seen and the number
 * of blanks (RFC 4518 sections 2.2, 2.3 and 2.6.1), and `ANYTHING\alice` as `alice`. What may be one person is counted as one.
 */
function likeDirectories(userName: string): string {
  return userName
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[^\\]*\\/, '')
    .trim()
    .toLowerCase();
}
