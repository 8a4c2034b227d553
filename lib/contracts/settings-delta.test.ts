import { expect, test } from 'vitest';
import { emptySettings, type Settings } from '#lib/contracts/settings.ts';
import { settingsDelta } from '#lib/contracts/settings-delta.ts';

const office = { block: '24.12.34.56/32', label: 'Head office' };
const branch = { block: '2001:db8:12::/48', label: 'Branch' };
const full: Settings = { ...emptySettings, networks: [office, branch], caCertificates: ['AAAA', 'BBBB'] };

test('is nothing where nothing is different, whatever the order of keys', () => {
  const turned = Object.fromEntries(Object.entries(full).reverse()) as Settings;
  expect(settingsDelta(full, turned)).toEqual({ before: {}, after: {} });
});

test('holds the parts that are different, as they were and as they are', () => {
  expect(settingsDelta(full, { ...full, outside: 'refuse', session: { hours: 1, keepSignedInDays: 0 } })).toEqual({
    before: { outside: 'password', session: { hours: 10, keepSignedInDays: 0 } },
    after: { outside: 'refuse', session: { hours: 1, keepSignedInDays: 0 } },
  });
});

test('holds of networks and CA certificates only those that came, went or changed', () => {
  const harbour = { ...branch, label: 'Harbour' };
  expect(settingsDelta(full, { ...full, networks: [office, harbour], caCertificates: ['BBBB', 'CCCC'] })).toEqual({
    before: { networks: [branch], caCertificates: ['AAAA'] },
    after: { networks: [harbour], caCertificates: ['CCCC'] },
  });
});

test('is small where one of thousands is different', () => {
  const networks = Array.from({ length: 5_000 }, (_, at) => ({
    block: `10.${at >> 8}.${at & 255}.0/24`,
    label: `${at}`,
  }));
  const before = { ...full, networks };
  const after = { ...full, networks: networks.with(4_000, office) };
  expect(JSON.stringify(settingsDelta(before, after)).length).toBeLessThan(250);
  expect(JSON.stringify(after).length).toBeGreaterThan(200_000);
});
