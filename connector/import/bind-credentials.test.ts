import { execFileSync } from 'node:child_process';
import { createCipheriv, randomBytes, scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { openBindCredentials } from '#connector/import/bind-credentials.ts';

const certKey = '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n';
const password = 'pässword with blanks ';

test('the salted form is opened with the key it was made with, and with no other', () => {
  const [salt, iv] = [randomBytes(16), randomBytes(16)];
  const cipher = createCipheriv('aes-256-cbc', scryptSync(certKey, salt, 32), iv);
  const sealed = Buffer.concat([cipher.update(password, 'utf8'), cipher.final()]);
  const credentials = `$2$.${salt.toString('hex')}.${iv.toString('hex')}.${sealed.toString('hex')}`;
  expect(openBindCredentials(credentials, certKey)).toBe(password);
  expect(openBindCredentials(credentials, `${certKey} `)).not.toBe(password);
  expect(openBindCredentials(`$3$${credentials.slice(3)}`, certKey)).toBeUndefined();
});

test('the older form is opened as OpenSSL itself encrypts it', () => {
  const args = ['enc', '-aes-256-cbc', '-md', 'md5', '-nosalt', '-pass', 'env:CERT_KEY'];
  // The environment keeps the line breaks of the key; OpenSSL's own command line does not.
  const sealed = execFileSync('openssl', args, {
    input: password,
    env: { ...process.env, CERT_KEY: certKey },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  expect(openBindCredentials(sealed.toString('hex'), certKey)).toBe(password);
});

test.each(['', '$2$', '$2$.00.00.00', 'no hexadecimal', 'abc'])('%j is not opened', (text) => {
  expect(openBindCredentials(text, certKey)).toBeUndefined();
});
