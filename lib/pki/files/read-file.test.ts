import { describe, expect, it } from 'vitest';
import { concatBytes, toBase64, utf8 } from '#lib/core/bytes.ts';
import { maxCertificatesPerFile, maxFileBytes } from '#lib/pki/files/file-reading.ts';
import { readFile, refuseOversize } from '#lib/pki/files/read-file.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';

const root = await mintAuthority('Root');
const leaf = await mintClient('Ada', root);
const rootPem = toPem('CERTIFICATE', root.certificate.der);
const leafPem = toPem('CERTIFICATE', leaf.certificate.der);

function read(content: string | Uint8Array<ArrayBuffer>) {
  return readFile({ name: 'dropped', bytes: typeof content === 'string' ? utf8(content) : content });
}

function utf16(text: string, isBigEndian: boolean, mark: boolean): Uint8Array<ArrayBuffer> {
  const units = [...(mark ? '\uFEFF' : ''), ...text].map((letter) => letter.charCodeAt(0));
  return Uint8Array.from(units.flatMap((unit) => (isBigEndian ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])));
}

describe('text', () => {
  it.each([
    ['a plain block', rootPem],
    ['Windows line ends', rootPem.replaceAll('\n', '\r\n')],
    ['the line ends of old Macs', rootPem.replaceAll('\n', '\r')],
    ['words around it', ` 0 s:CN = Root\n   i:CN = Root\n${rootPem}---\nServer certificate\n`],
    ['bag attributes', `Bag Attributes\n    localKeyID: 01 02\nsubject=CN = Root\n${rootPem}`],
    ['a UTF-8 mark', `\uFEFF${rootPem}`],
    ['UTF-16 as Windows writes it', utf16(rootPem, false, true)],
    ['UTF-16 the other way round', utf16(rootPem, true, true)],
    ['UTF-16 without a mark', utf16(rootPem, false, false)],
    ['the old label', rootPem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
    ['a label that is not true', rootPem.replaceAll('CERTIFICATE', 'PRIVATE KEY')],
    ['one long line', rootPem.replaceAll(/(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/=])/g, '')],
    ['a JSON string', `{"ca.crt": ${JSON.stringify(rootPem)}}`],
    ['indentation', rootPem.replaceAll(/^/gm, '    ')],
    ['base64 without armour', toBase64(root.certificate.der).replaceAll(/.{76}/g, '$&\r\n')],
    ['base64 in one line', toBase64(root.certificate.der)],
    ['bytes beyond ASCII in front', concatBytes(Uint8Array.of(0xe4, 0xf6, 0x80, 0x0a), utf8(rootPem))],
    ['a stray control character in front', concatBytes(Uint8Array.of(0x02), utf8(rootPem))],
    ['DER', root.certificate.der],
    ['DER and a line end', concatBytes(root.certificate.der, utf8('\r\n'))],
  ])('reads %s', async (_what, content) => {
    const reading = await read(content);
    expect(reading.problems).toEqual([]);
    expect(reading.certificates.map(({ fingerprint }) => fingerprint)).toEqual([root.certificate.fingerprint]);
  });

  it('reads several blocks of several kinds, and each certificate once', async () => {
    const key = toPem('PRIVATE KEY', leaf.key.pkcs8);
    const reading = await read(`${leafPem}${key}${rootPem}${leafPem}`);
    expect(reading.certificates).toHaveLength(2);
    expect(reading.privateKeys).toHaveLength(1);
    expect(reading.ignored).toEqual([
      { what: 'block 4 (CERTIFICATE)', why: expect.stringContaining('more than once') },
    ]);
  });

  it('reads certificates in DER that stand one behind another', async () => {
    const reading = await read(concatBytes(root.certificate.der, leaf.certificate.der));
    expect(reading.certificates).toHaveLength(2);
  });

  it('keeps what is good next to what is broken, and says which and where', async () => {
    const lines = rootPem.split('\n');
    const spoiled = [...lines.slice(0, 2), `!${lines[2]}`, ...lines.slice(3)].join('\n');
    const reading = await read(`${leafPem}${spoiled}`);
    expect(reading.certificates).toHaveLength(1);
    const line = leafPem.split('\n').length + 2;
    expect(reading.problems).toMatchObject([
      { refusal: 'broken-base64', where: `block 2 (CERTIFICATE), line ${line}` },
    ]);
    expect(reading.problems[0]?.message).toContain('dropped');
  });

  it.each([
    ['no END line', leafPem.slice(0, 200), 'broken-encoding'],
    ['another END line', leafPem.replace('END CERTIFICATE', 'END PRIVATE KEY'), 'broken-encoding'],
    ['no base64 in it', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n', 'broken-encoding'],
    ['padding in the middle', leafPem.replace('MII', 'M=I'), 'broken-base64'],
    ['an OpenSSH key', toPem('OPENSSH PRIVATE KEY', utf8('openssh-key-v1')), 'unsupported-key'],
    ['half a BEGIN line', '-----BEGIN CERTIFICATE', 'broken-encoding'],
  ] as const)('names a block with %s', async (_what, content, refusal) => {
    const reading = await read(content);
    expect(reading.problems.map((problem) => problem.refusal)).toEqual([refusal]);
  });

  it('names the byte at which a cut-off certificate ends', async () => {
    const cut = root.certificate.der.slice(0, 300);
    const [problem] = (await read(cut)).problems;
    expect(problem).toMatchObject({ refusal: 'broken-encoding', where: 'byte 0' });
    expect(problem?.message).toContain(`should be ${root.certificate.der.length} bytes long, but ends after 300`);
  });

  it('keeps a certificate and names what follows it', async () => {
    const reading = await read(concatBytes(root.certificate.der, utf8('junk')));
    expect(reading.certificates).toHaveLength(1);
    expect(reading.problems).toMatchObject([
      { refusal: 'broken-encoding', where: `byte ${root.certificate.der.length}` },
    ]);
  });

  it('stops at so many certificates', async () => {
    const reading = await read(leafPem.repeat(maxCertificatesPerFile + 5));
    expect(reading.problems.map(({ refusal }) => refusal)).toEqual(['too-many-certificates']);
    expect(reading.certificates).toHaveLength(1);
  });
});

describe('what is no certificate file', () => {
  it.each([
    ['nothing', new Uint8Array(), 'empty-file', 'empty'],
    ['a zip archive', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0), 'zip-archive', 'zip'],
    ['a Java keystore', Uint8Array.of(0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2), 'not-a-certificate-file', 'Java keystore'],
    ['a web page', utf8('<!DOCTYPE html><html>'), 'not-a-certificate-file', 'web page'],
    ['words', utf8('Dear colleague,\n'), 'not-a-certificate-file', 'text'],
    ['a PuTTY key', utf8('PuTTY-User-Key-File-2: ssh-rsa\n'), 'not-a-certificate-file', 'PuTTY'],
    ['unknown bytes', Uint8Array.of(1, 2, 3, 4), 'not-a-certificate-file', '0x01'],
    ['a public key', utf8(toPem('PUBLIC KEY', root.certificate.spki)), 'nothing-inside', 'a public key'],
    [
      'nesting without end',
      concatBytes(...Array.from({ length: 99 }, () => Uint8Array.of(0x30, 0x80))),
      'broken-encoding',
      'byte',
    ],
    ['some other DER', Uint8Array.of(0x30, 3, 2, 1, 5), 'not-a-certificate-file', 'DER'],
  ] as const)('names %s', async (_what, content, refusal, word) => {
    const reading = await read(new Uint8Array(content));
    expect(reading.problems.map((problem) => problem.refusal)).toEqual([refusal]);
    expect(reading.problems[0]?.message).toContain(word);
    expect(reading.problems[0]?.message).toContain('dropped');
  });

  it('answers a file of 50 MB without looking into it', async () => {
    const size = 50 * 1024 * 1024;
    // A proxy that has a length and nothing else: reading a byte of it fails the test.
    const bytes = new Proxy(new Uint8Array(), {
      get: (_target, property) => {
        if (property === 'length') return size;
        throw new Error(`${String(property)} was read`);
      },
    });
    const reading = await readFile({ name: 'big.pfx', bytes });
    expect(reading.problems.map(({ refusal }) => refusal)).toEqual(['too-large']);
    expect(reading).toEqual(refuseOversize('big.pfx', size));
    expect(size).toBeGreaterThan(maxFileBytes);
  });
});
