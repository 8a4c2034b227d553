import { randomBytes } from 'node:crypto';

/** Nobody types it by chance, and it reads alike in forms, JSON and URLs. */
export function newPassword(): string {
  return `Pw-${randomBytes(12).toString('hex')}`;
}

/** The forms in which passwords could lie about. A piece from the middle of a base64 text does not depend on what stands before it. */
export function passwordNeedles(passwords: Readonly<Record<string, string>>): Map<string, Buffer> {
  const needles = new Map<string, Buffer>();
  for (const [name, password] of Object.entries(passwords)) {
    const bytes = Buffer.from(password);
    needles.set(`${name} as it is`, bytes);
    needles.set(`${name} in UTF-16`, Buffer.from(password, 'utf16le'));
    needles.set(`${name} in hexadecimal`, Buffer.from(bytes.toString('hex')));
    for (const shift of [0, 1, 2]) {
      const text = bytes.subarray(shift, shift + 24).toString('base64');
      needles.set(`${name} in base64, shifted by ${shift}`, Buffer.from(text));
      needles.set(
        `${name} in base64url, shifted by ${shift}`,
        Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_')),
      );
    }
  }
  return needles;
}
