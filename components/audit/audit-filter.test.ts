import { expect, test } from 'vitest';
import {
  type AuditSearch,
  isNarrowed,
  noSearch,
  readAuditSearch,
  serviceFilter,
  writeAuditSearch,
} from '#components/audit/audit-filter.ts';

const full: AuditSearch = {
  who: 'ada+test@example.com',
  verb: 'saveDraft',
  subject: 'con_1',
  connectionId: 'con_2',
  from: '2026-11-01',
  to: '2026-11-23',
};

test('stands in the address and is read from there', () => {
  expect(readAuditSearch(new URLSearchParams(writeAuditSearch(full)))).toEqual(full);
  expect(writeAuditSearch(noSearch)).toBe('');
  expect(readAuditSearch(new URLSearchParams())).toEqual(noSearch);
  expect(isNarrowed(noSearch)).toBe(false);
  for (const name of Object.keys(full) as (keyof AuditSearch)[])
    expect(isNarrowed({ ...noSearch, [name]: full[name] })).toBe(true);
});

test.each(['yesterday', '2026-13-01', '2026-11-1', '2026-11-01T00:00'])('leaves out the day %j', (text) => {
  expect(readAuditSearch({ get: () => text })).toMatchObject({ from: '', to: '' });
});

test('asks for whole days where the reader is', () => {
  const { since, until } = serviceFilter({ ...noSearch, from: '2026-11-23', to: '2026-11-23' });
  expect(since).toBe(new Date(2026, 10, 23).getTime());
  expect(until).toBe(new Date(2026, 10, 24).getTime());
  expect(serviceFilter({ ...noSearch, from: '1969-01-01' }).since).toBe(0);
  expect(serviceFilter(full, 7)).toMatchObject({ who: full.who, subject: 'con_1', connectionId: 'con_2', before: 7 });
  expect(serviceFilter(noSearch)).toEqual({});
});
