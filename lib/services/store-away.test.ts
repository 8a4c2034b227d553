import { expect, test } from 'vitest';
import { isStoreAway } from '#lib/services/store-away.ts';

const failing = (message: string, more: object = {}, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), more);

test.each([
  failing('terminating connection due to administrator command', { code: '57P01' }),
  failing('the database system is starting up', { code: '57P03' }),
  failing('connect ECONNREFUSED', { code: 'ECONNREFUSED' }),
  failing('connect ENOENT /tmp/.s.PGSQL.5432', { code: 'ENOENT', syscall: 'connect' }),
  failing('Connection terminated unexpectedly'),
  failing('Failed query', {}, failing('Client has encountered a connection error and is not queryable')),
])('%s: the database is away', (cause) => {
  expect(isStoreAway(cause)).toBe(true);
});

test.each([
  undefined,
  'ECONNREFUSED',
  failing('no such table', { code: '42P01' }),
  failing('no such file', { code: 'ENOENT', syscall: 'open' }),
  failing('Failed query', {}, failing('duplicate key', { code: '23505' })),
])('%s: something else is wrong', (cause) => {
  expect(isStoreAway(cause)).toBe(false);
});
