import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it, test } from 'vitest';
import { derElement, derInteger } from '#lib/pki/asn1/write-der.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import { toPem } from '#lib/pki/files/write-pem.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import { type Minted, mintAuthority, mintClient, mintedAt, mintServer } from '#lib/pki/issue/mint.ts';
import { judgeCase, judgedCaseSchema } from './judged-case.ts';

const corpora = fileURLToPath(new URL('../../shared/corpora/', import.meta.url));
const isThere = existsSync(corpora);
const note = isThere ? '' : ' (skipped: ../shared/corpora is not there)';

/** Where the answer is another one on purpose; docs/pki.md says why. */
const onPurpose: Readonly<Record<string, string>> = {
  // DSA: no TLS library of today takes it.
  'pkits::4.1.5': 'refused unsupported-algorithm',
  'pkits::4.1.4': 'refused unsupported-algorithm',
  // No alternative name at all, and still it is to be for example.com.
  'rfc5280::nc::permitted-dn-match': 'refused wrong-host',
};

function casesOf(file: string): readonly { readonly id: string; readonly expected_result: string }[] {
  return (JSON.parse(readFileSync(join(corpora, file), 'utf8')) as { cases: { id: string; expected_result: string }[] })
    .cases;
}

describe.skipIf(!isThere).each(['pkits.json', 'limbo.json'])(`the judge on %s${note}`, (file) => {
  it('gives every case the expected answer, but for those that differ on purpose', async () => {
    const differences: string[] = [];
    for (const given of casesOf(file)) {
      const { answer, reason } = await judgeCase(judgedCaseSchema.parse(given));
      const [name = ''] = reason.split(':');
      const expected = given.expected_result === 'SUCCESS' ? 'accepted' : 'refused';
      const allowed = onPurpose[given.id];
      if (allowed === undefined ? answer !== expected : `${answer} ${name}` !== allowed)
        differences.push(`${given.id}: expected ${expected}, got ${answer} ${reason}`);
    }
    expect(differences).toEqual([]);
  }, 120_000);
});

describe('one case', () => {
  const pem = (...minted: readonly Minted[]) =>
    minted.map(({ certificate }) => toPem('CERTIFICATE', certificate.der)).join('');
  const validation_time = new Date(mintedAt).toISOString();

  async function answerTo(given: Record<string, unknown>): Promise<string> {
    const { answer, reason } = await judgeCase(judgedCaseSchema.parse({ id: 'a case', validation_time, ...given }));
    return answer === 'accepted' ? answer : `${answer} ${reason.split(':')[0]}`;
  }

  async function family() {
    const root = await mintAuthority('Root');
    const issuing = await mintAuthority('Issuing', root);
    return { root, issuing, ada: await mintClient('Ada', issuing) };
  }

  test('may hold several certificates in one text', async () => {
    const { root, issuing, ada } = await family();
    const other = await mintAuthority('Other root');
    const trusted_certs = [pem(other, root)];
    const nothing = { trusted_certs, peer_certificate: pem(ada) };
    expect(await answerTo({ ...nothing, untrusted_intermediates: [] })).toBe('refused unknown-authority');
    expect(await answerTo({ ...nothing, untrusted_intermediates: [pem(other, issuing)] })).toBe('accepted');
    expect(await answerTo({ trusted_certs, peer_certificate: pem(ada, issuing) })).toBe('accepted');
    const torn = pem(ada).replace('-----END', '!-----END');
    expect(await answerTo({ trusted_certs, peer_certificate: `${torn}${pem(issuing)}` })).toBe('refused unreadable');
  });

  test('may hold a list and its changes in one text', async () => {
    const root = await mintAuthority('Root');
    const ada = await mintClient('Ada', root, { serial: Uint8Array.of(7) });
    const list = (number: number, more: object) =>
      issueCrl({
        signer: root.signer,
        thisUpdate: mintedAt - 1000,
        nextUpdate: mintedAt + 1000,
        number,
        revoked: [],
        ...more,
      });
    const base = toPem('X509 CRL', await list(1, {}));
    const changes = await list(2, {
      revoked: [{ serial: Uint8Array.of(7), at: mintedAt - 1000 }],
      furtherExtensions: [{ oid: '2.5.29.27', isCritical: true, value: derInteger(1) }],
    });
    const asked = { trusted_certs: [pem(root)], peer_certificate: pem(ada) };
    expect(await answerTo({ ...asked, crls: [base] })).toBe('accepted');
    expect(await answerTo({ ...asked, crls: [`${base}${toPem('X509 CRL', changes)}`] })).toBe('refused revoked');
    const torn = toPem('X509 CRL', derElement(0x30, changes.subarray(9)));
    expect(await answerTo({ ...asked, crls: [torn] })).toBe('refused revocation-unknown');
  });

  test('asks for every purpose that it names', async () => {
    const { root, issuing, ada } = await family();
    const asked = { trusted_certs: [pem(root)], untrusted_intermediates: [pem(issuing)], peer_certificate: pem(ada) };
    expect(await answerTo({ ...asked, extended_key_usage: ['clientAuth'] })).toBe('accepted');
    expect(await answerTo({ ...asked, extended_key_usage: ['clientAuth', 'emailProtection'] })).toBe(
      'refused wrong-purpose',
    );
    const host = pem(await mintServer('a.example', issuing, { extendedKeyUsage: [purpose.serverAuth, '1.2.3'] }));
    const server = { ...asked, validation_kind: 'SERVER', peer_certificate: host };
    expect(await answerTo({ ...server, extended_key_usage: ['serverAuth', '1.2.3'] })).toBe('accepted');
    expect(await answerTo({ ...server, extended_key_usage: ['codeSigning'] })).toBe('refused wrong-purpose');
  });

  test('may ask for a mailbox', async () => {
    const root = await mintAuthority('Root');
    const alternativeNames = [{ kind: 'email' as const, value: 'Ada@example.com' }];
    const peer_certificate = pem(await mintClient('Ada', root, { alternativeNames }));
    const of = (value: string) =>
      answerTo({ trusted_certs: [pem(root)], peer_certificate, expected_peer_name: { kind: 'RFC822', value } });
    expect(await of('Ada@EXAMPLE.com')).toBe('accepted');
    expect(await of('ada@example.com')).toBe('refused wrong-host');
  });

  test('gives its time in UTC where it does not say otherwise', async () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Pacific/Kiritimati';
    try {
      const root = await mintAuthority('Root');
      const ada = await mintClient('Ada', root, { notBefore: mintedAt - 1000, notAfter: mintedAt + 1000 });
      const asked = { trusted_certs: [pem(root)], peer_certificate: pem(ada) };
      const plain = validation_time.replace('Z', '');
      for (const time of [plain, plain.replace('T', ' '), plain.slice(0, -7), `${plain}+00:00`])
        expect(await answerTo({ ...asked, validation_time: time }), time).toBe('accepted');
      expect(await answerTo({ ...asked, validation_time: 'noon' })).toBe('refused unreadable');
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});

describe('npm run judge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-judge-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const program = fileURLToPath(new URL('judge.ts', import.meta.url));

  async function judge(content: string): Promise<{ code: number; stdout: string; stderr: string }> {
    const file = join(folder, 'cases.json');
    writeFileSync(file, content);
    return promisify(execFile)(process.execPath, [program, file]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (cause: { code: number; stdout: string; stderr: string }) => cause,
    );
  }

  test('a case that cannot be read is refused in its line, and the next one is judged', async () => {
    const broken = { id: 'two\nlines', trusted_certs: [], untrusted_intermediates: [], peer_certificate: 'no PEM' };
    const { code, stdout } = await judge(JSON.stringify({ cases: [{ id: 'odd' }, broken, 7] }));
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(lines.map(([id, answer]) => [id, answer])).toEqual([
      ['odd', 'refused'],
      ['two lines', 'refused'],
      ['#3', 'refused'],
    ]);
    for (const [, , reason] of lines) expect(reason).toMatch(/^unreadable: /);
  });

  test.each([
    ['{', 'is not JSON'],
    ['{}', 'holds no cases'],
  ])('%s ends with one sentence', async (content, sentence) => {
    const { code, stdout, stderr } = await judge(content);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trimEnd()).toContain(sentence);
  });
});
