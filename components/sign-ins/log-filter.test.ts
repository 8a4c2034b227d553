import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isNarrowed,
  noFilter,
  periods,
  readLogFilter,
  serviceFilter,
  writeLogFilter,
} from '#components/sign-ins/log-filter.ts';
import { signInFilterSchema } from '#lib/contracts/sign-in.ts';
import { methods } from '#lib/flow/flow-settings.ts';

const read = (search: string) => readLogFilter(new URLSearchParams(search));

test('what is written into an address is read out of it again', () => {
  fc.assert(
    fc.property(
      fc.record({
        connectionId: fc.string({ maxLength: 64 }),
        state: fc.constantFrom('', 'signed-in', 'refused', 'open'),
        method: fc.constantFrom('', ...methods),
        reason: fc.string({ maxLength: 60 }),
        text: fc.string({ maxLength: 200 }).map((text) => text.trim()),
        period: fc.constantFrom('', '1h', '24h', '7d', '30d'),
      }),
      (filter) => {
        expect(read(writeLogFilter(filter))).toEqual(filter);
      },
    ),
  );
});

test('what an address says wrongly narrows nothing', () => {
  expect(read('?result=maybe&method=smartcard&since=1y&before=1')).toEqual(noFilter);
  expect(isNarrowed(noFilter)).toBe(false);
  expect(isNarrowed({ ...noFilter, connectionId: 'con_1' })).toBe(false);
  expect(isNarrowed({ ...noFilter, text: 'ada' })).toBe(true);
});

test('the service takes what the page asks', () => {
  const filter = read('?connection=con_1&result=refused&method=kerberos&reason=ntlm&text=%20ada%20&since=24h');
  const before = { startedAt: 5, id: 'sig_1' };
  const asked = serviceFilter(filter, 1_000_000_000, before);
  expect(signInFilterSchema.safeParse(asked).success).toBe(true);
  expect(asked).toEqual({
    connectionId: 'con_1',
    state: 'refused',
    method: 'kerberos',
    reason: 'ntlm',
    text: 'ada',
    since: 1_000_000_000 - periods['24h'],
    before,
  });
  expect(serviceFilter(noFilter, 1)).toEqual({});
});
