import type { BindVerdict } from '#connector/ldap/bind-verdict.ts';
import type { DirectoryEntry, DirectoryFault } from '#connector/ldap/directory.ts';
import type { Outcome } from '#lib/core/outcome.ts';
import { type Filter, filterText } from '#lib/pki/mapping/filter.ts';
import type { MethodResult, Person, ResultStep } from '#lib/wire/method-result.ts';

export type PasswordPort = {
  readonly find: (filter: Filter) => Promise<Outcome<readonly DirectoryEntry[], DirectoryFault>>;
  readonly bind: (entry: DirectoryEntry, password: string) => Promise<Outcome<BindVerdict, DirectoryFault>>;
  readonly readPerson: (entry: DirectoryEntry) => Promise<Outcome<Person, DirectoryFault>>;
};

/** Finds the person and lets the directory judge the password. Every way it can end is a result with a name; nothing throws. */
export async function checkPassword(
  port: PasswordPort,
  filter: Filter,
  typed: { readonly userName: string; readonly password: string },
): Promise<MethodResult> {
  const steps: ResultStep[] = [];
  const claimedName = typed.userName.slice(0, 500);
  const note = (step: ResultStep['step'], isPassed: boolean, detail: string, tookMs: number) =>
    steps.push({ step, isPassed, detail: detail.slice(0, 600), tookMs });
  const end = (result: 'refused' | 'unavailable', reason: string, detail: string): MethodResult => ({
    result,
    reason,
    detail: detail.slice(0, 1_000),
    steps,
    claimedName,
  });

  // RFC 4513 section 5.1.2: a bind without a password succeeds, as nobody.
  if (typed.password === '') return end('refused', 'wrong-password', 'no password was typed');
  if (typed.userName === '') return end('refused', 'unknown-user', 'no user name was typed');

  const found = await timed(port.find(filter));
  const asked = filterText(filter);
  if (!found.value.ok) {
    const { reason, detail } = found.value.problem;
    note('directory', false, detail, found.tookMs);
    return end('unavailable', reason, detail);
  }
  const [entry, another] = found.value.value;
  note('directory', entry !== undefined && another === undefined, hits(asked, entry, another), found.tookMs);
  if (entry === undefined) return end('refused', 'unknown-user', `nobody fits ${asked}`);
  if (another !== undefined)
    return end('refused', 'ambiguous-user', `more than one entry fits ${asked}: ${entry.dn}; ${another.dn}`);
  if (entry.dn === '') return end('unavailable', 'directory-error', 'the entry has no name to bind as');

  // The two do not depend on each other; what is read of somebody whose password is wrong goes no further.
  const [bound, read] = await Promise.all([timed(port.bind(entry, typed.password)), timed(port.readPerson(entry))]);
  if (!bound.value.ok) {
    const { reason, detail } = bound.value.problem;
    note('password', false, detail, bound.tookMs);
    return end('unavailable', reason, detail);
  }
  const verdict = bound.value.value;
  note('password', verdict.isRight, verdict.detail || `bound as ${entry.dn}`, bound.tookMs);
  if (!verdict.isRight) return end('refused', verdict.reason, verdict.detail);
  if (!read.value.ok) {
    const { reason, detail } = read.value.problem;
    note('groups', false, detail, read.tookMs);
    return end('unavailable', reason, detail);
  }
  const person = read.value.value;
  note(
    'groups',
    true,
    `${person.groups.length} ${person.groups.length === 1 ? 'group' : 'groups'}${person.groupsCut ? ', there are more' : ''}`,
    read.tookMs,
  );
  return { result: 'accepted', person, steps, claimedName };
}

function hits(asked: string, entry: DirectoryEntry | undefined, another: DirectoryEntry | undefined): string {
  if (entry === undefined) return `${asked}: nobody`;
  return another === undefined ? `${asked}: ${entry.dn}` : `${asked}: more than one`;
}

async function timed<Value>(work: Promise<Value>): Promise<{ readonly value: Value; readonly tookMs: number }> {
  const start = performance.now();
  const value = await work;
  return { value, tookMs: performance.now() - start };
}
