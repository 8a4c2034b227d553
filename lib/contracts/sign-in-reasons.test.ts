import { describe, expect, it } from 'vitest';
import { explainToPerson, signInReason, signInReasons } from '#lib/contracts/sign-in-reasons.ts';
import { refusalCatalogue } from '#lib/pki/judge/refusal-catalogue.ts';

const names = Object.keys(signInReasons);

describe('signInReasons', () => {
  it.each(names)('tells %s in whole sentences', (name) => {
    const { title, sentence, advice, message, remedy } = signInReason(name);
    expect(title).toMatch(/^[A-Z][^.]{2,40}$/);
    for (const text of [sentence, message, remedy]) expect(text).toMatch(/^[A-Z“].*\.$/);
    expect(advice).toMatch(/^$|^[A-Z].*\.$/);
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('has every refusal of a client certificate', () => {
    for (const refusal of Object.keys(refusalCatalogue)) expect(names).toContain(refusal);
  });

  it('says something fitting of names it does not know', () => {
    expect(signInReason('directory-on-fire')).toMatchObject({
      title: 'Directory on fire',
      message: signInReason('directory-error').message,
    });
    expect(signInReason('ticket-forged').sentence).toBe(signInReason('ticket-invalid').sentence);
    expect(signInReason('moon-phase')).toMatchObject({
      title: 'Moon phase',
      message: expect.stringContaining('“moon-phase”'),
    });
    for (const name of ['constructor', '__proto__', 'toString']) expect(signInReason(name).title).not.toBe('');
  });
});

describe('explainToPerson', () => {
  const typed = (name: string) => explainToPerson(name, { method: 'password', result: 'refused' });

  it('tells a stranger with a password nothing about who exists', () => {
    const telling = ['unknown-user', 'ambiguous-user', 'ambiguous-person', 'unmapped', 'account-locked', 'brand-new'];
    for (const name of telling) expect(typed(name)).toEqual(typed('wrong-password'));
    expect(typed('account-disabled')).not.toEqual(typed('wrong-password'));
  });

  it('does not call a password wrong that nobody looked at', () => {
    for (const name of ['directory-on-fire', 'brand-new', 'no-connector', 'connector-busy']) {
      const told = explainToPerson(name, { method: 'password', result: 'unavailable' });
      expect(told.sentence, name).not.toMatch(/wrong,/);
    }
  });

  it('speaks of no password to whoever showed a certificate or a ticket', () => {
    for (const method of ['client-certificate', 'kerberos'] as const) {
      for (const name of names.filter((one) => !/password|throttled/.test(one))) {
        const { sentence } = explainToPerson(name, { method, result: 'refused' });
        expect(sentence, name).not.toMatch(/password/i);
      }
    }
  });
});
