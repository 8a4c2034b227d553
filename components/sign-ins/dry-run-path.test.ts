import { expect, test } from 'vitest';
import { readDryRunFragment } from '#components/dry-run/dry-run-link.ts';
import { dryRunPath } from '#components/sign-ins/dry-run-path.ts';
import type { SignInTry } from '#lib/contracts/sign-in.ts';

const tried: SignInTry = {
  method: 'client-certificate',
  result: 'refused',
  reason: 'unmapped',
  detail: '',
  connectorId: null,
  connectorName: null,
  certificate: null,
  claimedName: 'Ada Lovelace',
  steps: [],
  startedAt: 0,
  tookMs: 1,
};
const view = { connectionId: 'con_1', address: '2001:db8::7', startedAt: 1_800_000_000_123, person: null };

const filledIn = (path: string) => readDryRunFragment(path.slice(path.indexOf('#')));

test('a row of the log fills the dry run in', async () => {
  const person = { userName: 'ada', displayName: 'Ada', dn: '', groups: 0 };
  const path = dryRunPath({ ...view, person, tries: [] });
  expect(path).toMatch(/^\/connections\/con_1\/dry-run#/);
  expect(await filledIn(path)).toEqual({
    address: '2001:db8::7',
    at: 1_800_000_000_123,
    userName: 'ada',
    settings: 'running',
    presented: [],
  });
});

test('a name that was typed is one, and what a certificate claims is none', async () => {
  const typed: SignInTry = { ...tried, method: 'password', claimedName: 'CORP\\ada & co' };
  expect((await filledIn(dryRunPath({ ...view, tries: [typed, tried] })))?.userName).toBe('CORP\\ada & co');
  expect((await filledIn(dryRunPath({ ...view, tries: [tried] })))?.userName).toBe('');
});
