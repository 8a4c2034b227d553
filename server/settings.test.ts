import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readServerSettings } from '#server/settings.ts';

describe('readServerSettings', () => {
  test('an empty environment is enough', () => {
    expect(readServerSettings({ PORT: '', GATEHOUSE_TLS_CERT: ' ' })).toEqual({
      port: 3000,
      host: '0.0.0.0',
      publicUrl: undefined,
      databaseUrl: undefined,
      natsUrl: undefined,
      dataDirectory: resolve('data'),
      secret: undefined,
      tls: undefined,
      trustedProxies: [],
    });
  });

  test('every variable is read, blocks and the public address in canonical form', () => {
    const secret = 's'.repeat(32);
    expect(
      readServerSettings({
        PORT: '8443',
        HOST: '::1',
        GATEHOUSE_URL: 'https://Gatehouse.example.com:443/',
        DATABASE_URL: 'postgres://gatehouse@db/gatehouse',
        NATS_URL: 'nats://gatehouse:secret@nats-1:4222, tls://nats-2:4222',
        GATEHOUSE_DATA: '/var/lib/gatehouse',
        GATEHOUSE_SECRET: secret,
        GATEHOUSE_TLS_CERT: '/etc/cert.pem',
        GATEHOUSE_TLS_KEY: '/etc/key.pem',
        GATEHOUSE_TRUSTED_PROXIES: '10.0.0.0/8, 2001:DB8:0:0::/32 192.0.2.1',
      }),
    ).toEqual({
      port: 8443,
      host: '::1',
      publicUrl: 'https://gatehouse.example.com',
      databaseUrl: 'postgres://gatehouse@db/gatehouse',
      natsUrl: 'nats://gatehouse:secret@nats-1:4222, tls://nats-2:4222',
      dataDirectory: '/var/lib/gatehouse',
      secret,
      tls: { certificateFile: '/etc/cert.pem', keyFile: '/etc/key.pem' },
      trustedProxies: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.1/32'],
    });
  });

  test.each([
    ['PORT', { PORT: '70000' }],
    ['PORT', { PORT: '3e3' }],
    ['GATEHOUSE_URL', { GATEHOUSE_URL: 'gatehouse.example.com' }],
    ['GATEHOUSE_URL', { GATEHOUSE_URL: 'https://example.com/gatehouse' }],
    ['GATEHOUSE_URL', { GATEHOUSE_URL: 'https://user@example.com' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://x' }],
    ['NATS_URL', { DATABASE_URL: 'postgres://db/gatehouse', NATS_URL: 'nats://nats-1:4222,http://nats-2' }],
    ['DATABASE_URL', { NATS_URL: 'nats://nats:4222' }],
    ['GATEHOUSE_SECRET', { GATEHOUSE_SECRET: 'short' }],
    ['GATEHOUSE_TLS_KEY', { GATEHOUSE_TLS_CERT: '/etc/cert.pem' }],
    ['10.0.0.0/33', { GATEHOUSE_TRUSTED_PROXIES: '10.0.0.0/33' }],
  ])('names %s where it is wrong', (name, environment) => {
    expect(() => readServerSettings(environment)).toThrow(name);
  });

  test('a wrong secret is not shown', () => {
    expect(() => readServerSettings({ GATEHOUSE_SECRET: 'hunter2' })).not.toThrow('hunter2');
    const database = { DATABASE_URL: 'postgres://db/gatehouse' };
    expect(() => readServerSettings({ ...database, NATS_URL: 'x://me:hunter2@nats' })).not.toThrow('hunter2');
  });
});
