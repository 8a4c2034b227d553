import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { ReadFile } from '#components/pki-worker/pki-calls.ts';
import { pkiDesk } from '#components/pki-worker/pki-desk.ts';
import type { WrittenFile } from '#components/pki-worker/workshop-calls.ts';
import type { Bytes } from '#lib/core/bytes.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { mintAuthority, mintedAt, mintServer } from '#lib/pki/issue/mint.ts';
import { writePfx } from '#lib/pki/pkcs12/write-pfx.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-workshop-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let lastFile = 0;

const root = await mintAuthority('Root CA 1', undefined, { keyKind: 'RSA-2048' });
const issuing = await mintAuthority('Issuing CA 2', root, { keyKind: 'RSA-2048' });
const server = await mintServer('sso.fabrikam.example', issuing, { keyKind: 'RSA-2048' });

async function save({ name, blob }: WrittenFile): Promise<string> {
  lastFile += 1;
  const path = join(folder, `${lastFile}-${name}`);
  writeFileSync(path, new Uint8Array(await blob.arrayBuffer()));
  return path;
}

function openssl(...args: string[]): string {
  return execFileSync('sh', ['-c', 'openssl "$@" 2>&1', 'openssl', ...args], { encoding: 'utf8', stdio: 'pipe' });
}

const hasNss = existsSync('/usr/bin/pk12util');
if (!hasNss) console.warn('pk12util is not installed: NSS is not asked to open what is written');

/** What NSS, whose code Chromium reads PFX files with on Linux, calls the certificates of a file; a wrong passphrase throws. */
function nssNames(path: string, passphrase: string): string {
  lastFile += 1;
  const database = join(folder, `nss-${lastFile}`);
  mkdirSync(database);
  execFileSync('certutil', ['-N', '-d', `sql:${database}`, '--empty-password'], { stdio: 'pipe' });
  execFileSync('pk12util', ['-i', path, '-d', `sql:${database}`, '-W', passphrase, '-K', ''], { stdio: 'pipe' });
  return execFileSync('certutil', ['-K', '-d', `sql:${database}`], { encoding: 'utf8' });
}

type Desk = ReturnType<typeof pkiDesk>;
const toRepair = (readings: readonly ReadFile[]) =>
  readings.map(({ name, certificates, keys, encryption, isLegacyEncryption, problems }) => ({
    name,
    certificates: certificates.map(({ fingerprint }) => fingerprint),
    keys: keys.map(({ spkiFingerprint }) => spkiFingerprint),
    encryption,
    isLegacyEncryption,
    isReadInFull: problems.length === 0,
  }));

/** Reads, plans and writes anew, as the page does. */
async function repair(desk: Desk, files: readonly { file: File; passphrase?: string }[], passphrase: string) {
  const readings = await desk.readFiles(files.map((one, place) => ({ id: `${place}`, ...one })));
  const plan = await desk.planRepair({ files: toRepair(readings), at: mintedAt });
  const [pfx] = await desk.writeFiles({
    as: 'pfx',
    certificates: plan.chain.map(({ fingerprint }) => fingerprint),
    ...(plan.keyFingerprint === undefined ? {} : { key: plan.keyFingerprint }),
    passphrase,
  });
  if (pfx === undefined) throw new Error('nothing was written');
  return { plan, pfx, path: await save(pfx) };
}

describe('repairing', () => {
  it('makes of a 3DES file out of order one that OpenSSL without -legacy, Node and NSS open, in order', async () => {
    const old = await writePfx({
      certificates: [root, server, issuing].map(({ certificate }) => certificate.der),
      pkcs8: server.key.pkcs8,
      passphrase: 'old',
      encryption: '3des',
      fillRandom: (target) => crypto.getRandomValues(target),
    });
    const oldPath = join(folder, 'old.pfx');
    writeFileSync(oldPath, old);
    const { plan, pfx, path } = await repair(
      pkiDesk(),
      [{ file: new File([old], 'old.pfx'), passphrase: 'old' }],
      'quiet harbour',
    );
    expect(plan.findings.map(({ kind }) => kind)).toEqual(['legacy-encryption', 'chain-order']);
    expect(pfx.name).toBe('sso.fabrikam.example.pfx');
    const facts = openssl('pkcs12', '-info', '-noout', '-in', path, '-passin', 'pass:quiet harbour');
    expect(facts).toContain('MAC: sha256, Iteration 100000');
    expect(facts.match(/PBES2, PBKDF2, AES-256-CBC, Iteration 100000, PRF hmacWithSHA256/g)).toHaveLength(2);
    const text = openssl('pkcs12', '-in', path, '-passin', 'pass:quiet harbour', '-nodes');
    expect([...text.matchAll(/^subject=.*CN = (.*)$/gm)].map((match) => match[1])).toEqual([
      'sso.fabrikam.example',
      'Issuing CA 2',
      'Root CA 1',
    ]);
    expect(new X509Certificate(server.certificate.der).checkPrivateKey(createPrivateKey(text))).toBe(true);
    expect(() => openssl('pkcs12', '-in', path, '-passin', 'pass:old', '-nodes')).toThrow();
    createSecureContext({ pfx: readFileSync(path), passphrase: 'quiet harbour' });
    if (!hasNss) return;
    expect(nssNames(path, 'quiet harbour')).toContain('sso.fabrikam.example');
    expect(() => nssNames(path, 'wrong')).toThrow();
  });

  it('fills the missing issuer in from a further file', async () => {
    const desk = pkiDesk();
    const bare = new File(
      [toPem('PRIVATE KEY', server.key.pkcs8), toPem('CERTIFICATE', server.certificate.der)],
      'bare.pem',
    );
    const alone = await repair(desk, [{ file: bare }], 'x');
    expect(alone.plan.findings).toMatchObject([{ kind: 'missing-issuer', severity: 'warning' }]);
    const more = await repair(desk, [{ file: bare }, { file: new File([issuing.certificate.der], 'i.cer') }], 'x');
    expect(more.plan.chain.map(({ name }) => name)).toEqual(['sso.fabrikam.example', 'Issuing CA 2']);
  });

  it('says a sentence where the key is no longer there, and nothing of the key', async () => {
    const desk = pkiDesk();
    await repair(
      desk,
      [
        {
          file: new File(
            [toPem('PRIVATE KEY', server.key.pkcs8), toPem('CERTIFICATE', server.certificate.der)],
            'a.pem',
          ),
        },
      ],
      'x',
    );
    await desk.forgetKeys(null);
    await expect(
      desk.writeFiles({
        as: 'pfx',
        certificates: [server.certificate.fingerprint],
        key: server.certificate.spkiFingerprint,
        passphrase: 'x',
      }),
    ).rejects.toThrow(/no longer in memory/);
  });
});

const corpora = fileURLToPath(new URL('../../../shared/corpora/files/', import.meta.url));
type Entry = { readonly file: string; readonly password?: string; readonly certs?: number };
const windowsFiles: readonly Entry[] = existsSync(corpora)
  ? (JSON.parse(readFileSync(`${corpora}index.json`, 'utf8')) as Entry[]).filter(({ file }) => file.endsWith('.pfx'))
  : [];

describe.skipIf(windowsFiles.length === 0)('PFX files made by Windows', () => {
  it.each(windowsFiles)('$file opens everywhere after repair, under a passphrase beyond ASCII too', async (entry) => {
    const file = new File([new Uint8Array(readFileSync(`${corpora}${entry.file}`))], entry.file);
    const passphrase = 'Gånge rölf 7';
    const { plan, path } = await repair(
      pkiDesk(),
      [{ file, ...(entry.password === undefined ? {} : { passphrase: entry.password }) }],
      passphrase,
    );
    expect(plan.findings.map(({ kind }) => kind)).toContain('legacy-encryption');
    const text = openssl('pkcs12', '-in', path, '-passin', `pass:${passphrase}`, '-nodes');
    expect(text).toContain('BEGIN PRIVATE KEY');
    expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(plan.chain.length);
    const first = new X509Certificate(text.slice(text.indexOf('-----BEGIN CERTIFICATE')));
    expect(first.checkPrivateKey(createPrivateKey(text))).toBe(true);
    const open = () => createSecureContext({ pfx: readFileSync(path), passphrase });
    if (plan.findings.some(({ kind }) => kind === 'weak-key')) expect(open).toThrow(/key too small/);
    else open();
    const again = await pkiDesk().readFiles([{ id: '1', file: new File([readFileSync(path)], 'new.pfx'), passphrase }]);
    expect(again[0]?.problems).toEqual([]);
    expect(again[0]?.isLegacyEncryption).toBe(false);
    if (hasNss) expect(nssNames(path, passphrase)).toMatch(/rsa/);
  });
});

describe('splitting and joining', () => {
  const bundle = new File(
    [root, server, issuing].map(({ certificate }) => toPem('CERTIFICATE', certificate.der)),
    'bundle.pem',
  );
  const prints = (readings: readonly ReadFile[]) =>
    readings.flatMap(({ certificates }) => certificates.map(({ fingerprint }) => fingerprint));

  it('writes each certificate as a file that OpenSSL reads, named after it', async () => {
    const desk = pkiDesk();
    const certificates = prints(await desk.readFiles([{ id: '1', file: bundle }]));
    const pems = await desk.writeFiles({ as: 'single-pem', certificates });
    expect(pems.map(({ name }) => name)).toEqual(['root-ca-1.pem', 'sso.fabrikam.example.pem', 'issuing-ca-2.pem']);
    const ders = await desk.writeFiles({ as: 'single-der', certificates });
    expect(ders.map(({ name }) => name)).toEqual(['root-ca-1.cer', 'sso.fabrikam.example.cer', 'issuing-ca-2.cer']);
    for (const [form, files] of [
      ['PEM', pems],
      ['DER', ders],
    ] as const)
      for (const file of files)
        expect(openssl('x509', '-noout', '-subject', '-inform', form, '-in', await save(file))).toMatch(/CN = /);
  });

  it('joins them in order, as PEM and as PKCS#7', async () => {
    const desk = pkiDesk();
    const given = prints(await desk.readFiles([{ id: '1', file: bundle }]));
    const certificates = await desk.orderBundle({ certificates: given });
    const subjects = (text: string) => [...text.matchAll(/subject=.*CN = (.*)/g)].map((match) => match[1]);
    const expected = ['sso.fabrikam.example', 'Issuing CA 2', 'Root CA 1'];
    for (const as of ['pem-bundle', 'pkcs7'] as const) {
      const [file] = await desk.writeFiles({ as, certificates });
      if (file === undefined) throw new Error('nothing was written');
      const path = await save(file);
      const pkcs7 = as === 'pkcs7' ? path : `${path}.p7b`;
      if (as === 'pem-bundle') openssl('crl2pkcs7', '-nocrl', '-certfile', path, '-outform', 'DER', '-out', pkcs7);
      expect(subjects(openssl('pkcs7', '-inform', 'DER', '-in', pkcs7, '-print_certs', '-noout'))).toEqual(expected);
    }
  });

  it('writes keys under a passphrase or bare, whatever their kind', async () => {
    const desk = pkiDesk();
    const keys: { key: string; name: string }[] = [];
    const pkcs8: Bytes[] = [];
    for (const kind of ['RSA-2048', 'P-256', 'P-384', 'Ed25519'] as const) {
      const { key, certificate } = await mintServer(`${kind}.example`, issuing, { keyKind: kind });
      await desk.readFiles([{ id: kind, file: new File([toPem('PRIVATE KEY', key.pkcs8)], 'x.key') }]);
      keys.push({ key: certificate.spkiFingerprint, name: `${kind}.example` });
      pkcs8.push(key.pkcs8);
    }
    const locked = await desk.writeFiles({ as: 'keys', keys, passphrase: 'quiet harbour' });
    expect(locked.map(({ name }) => name)).toEqual([
      'rsa-2048.example.key',
      'p-256.example.key',
      'p-384.example.key',
      'ed25519.example.key',
    ]);
    const bare = await desk.writeFiles({ as: 'keys', keys });
    for (const [place, file] of locked.entries()) {
      const path = await save(file);
      const own = createPrivateKey({ key: Buffer.from(pkcs8[place] ?? []), format: 'der', type: 'pkcs8' });
      expect(createPrivateKey({ key: readFileSync(path), passphrase: 'quiet harbour' }).equals(own)).toBe(true);
      expect(openssl('pkey', '-in', path, '-passin', 'pass:quiet harbour', '-noout')).toBe('');
      expect(() => openssl('pkey', '-in', path, '-passin', 'pass:wrong', '-noout')).toThrow();
      const open = bare[place];
      if (open === undefined) throw new Error('a key is missing');
      expect(createPrivateKey(await open.blob.text()).equals(own)).toBe(true);
    }
  });
});

describe('the trial authority', () => {
  it('issues, is saved, and issues again after its PFX was dropped into a new page', async () => {
    const desk = pkiDesk();
    const at = mintedAt;
    const kind = { keyKind: 'RSA-2048', at } as const;
    const trialRoot = await desk.makeAuthority({ commonName: 'Trial root', days: 3650, ...kind });
    const trialIssuing = await desk.makeAuthority({
      commonName: 'Trial issuing',
      days: 1825,
      issuer: trialRoot.certificate.fingerprint,
      ...kind,
    });
    expect(trialIssuing.above.map(({ name }) => name)).toEqual(['Trial root']);
    const [pfx] = await desk.writeFiles({
      as: 'pfx',
      certificates: [trialIssuing.certificate.fingerprint, trialRoot.certificate.fingerprint],
      key: trialIssuing.certificate.spkiFingerprint,
      passphrase: 'p',
    });
    if (pfx === undefined) throw new Error('nothing was written');
    const later = pkiDesk();
    const [read] = await later.readFiles([{ id: '1', file: new File([pfx.blob], pfx.name), passphrase: 'p' }]);
    const authority = read?.certificates.find(
      ({ spkiFingerprint }) => spkiFingerprint === read.keys[0]?.spkiFingerprint,
    );
    expect(authority?.name).toBe('Trial issuing');
    const made = await later.makeCertificate({
      for: 'client',
      issuer: authority?.fingerprint ?? '',
      commonName: 'Alice',
      keyKind: 'P-256',
      days: 90,
      at,
      upn: 'alice@fabrikam.example',
      sid: 'S-1-5-21-1-2-3-1104',
    });
    expect(made.above.map(({ name }) => name)).toEqual(['Trial issuing', 'Trial root']);
    const [person] = await later.writeFiles({
      as: 'pfx',
      certificates: [made.certificate, ...made.above].map(({ fingerprint }) => fingerprint),
      key: made.certificate.spkiFingerprint,
      passphrase: 'p',
    });
    if (person === undefined) throw new Error('nothing was written');
    const path = await save(person);
    expect(openssl('pkcs12', '-in', path, '-passin', 'pass:p', '-nodes')).toContain(
      'O = For trying out only, CN = Alice',
    );
    if (hasNss) expect(nssNames(path, 'p')).toContain('Alice');
  });

  it('refuses to issue without the authority’s key', async () => {
    const desk = pkiDesk();
    await desk.readFiles([{ id: '1', file: new File([root.certificate.der], 'root.cer') }]);
    const wanted = { for: 'server', commonName: 'a', keyKind: 'P-256', days: 1, at: mintedAt, hosts: [] } as const;
    await expect(desk.makeCertificate({ ...wanted, issuer: root.certificate.fingerprint })).rejects.toThrow(
      /no longer in memory/,
    );
    await expect(desk.makeCertificate({ ...wanted, issuer: 'f'.repeat(64) })).rejects.toThrow(/no longer in memory/);
  });
});

describe('the request', () => {
  it('asks for the host, and its key opens with the passphrase and fits', async () => {
    const desk = pkiDesk();
    expect(await desk.keyKinds(null)).toContain('P-256');
    const { pem, keyFingerprint } = await desk.makeRequest({
      hosts: [{ kind: 'dns', value: 'sso.fabrikam.example' }],
      organisation: 'Fabrikam',
      country: 'SE',
      keyKind: 'P-256',
    });
    const request = join(folder, 'request.csr');
    writeFileSync(request, pem);
    const text = openssl('req', '-in', request, '-verify', '-noout', '-text');
    expect(text).toContain('verify OK');
    expect(text).toContain('Subject: C = SE, O = Fabrikam, CN = sso.fabrikam.example');
    const [key] = await desk.writeFiles({ as: 'keys', keys: [{ key: keyFingerprint, name: 'sso' }], passphrase: 'p' });
    if (key === undefined) throw new Error('nothing was written');
    const path = await save(key);
    expect(openssl('pkey', '-in', path, '-passin', 'pass:p', '-pubout')).toBe(
      openssl('req', '-in', request, '-pubkey', '-noout'),
    );
  });
});
