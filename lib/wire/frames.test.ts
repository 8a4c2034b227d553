import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8 } from '#lib/core/bytes.ts';
import { type ConnectorFrame, connectorFrame, hubFrame, readFrame } from '#lib/wire/frames.ts';
import { maxConnectorFrameBytes, maxHelloBytes, maxHubFrameBytes, maxSignedResultLength } from '#lib/wire/limits.ts';
import { fitBoard, type RevocationRow } from '#lib/wire/revocation-board.ts';

const detail = '€'.repeat(500);
const listener = { state: 'failed', address: 'x'.repeat(80), certificate: '0'.repeat(64), detail } as const;
const directory = { state: 'failing', kind: 'ldap', answering: 1_000, configured: 1_000, detail } as const;
const kerberos = { state: 'failing', principals: Array<string>(50).fill('x'.repeat(300)), detail } as const;
const differences = {
  count: Number.MAX_SAFE_INTEGER,
  last: { at: 1, tls: 'x'.repeat(80), rules: 'x'.repeat(60), certificate: '€'.repeat(120) },
};
const row: RevocationRow = {
  authority: 'a'.repeat(64),
  name: 'Fabrikam Issuing CA 2',
  kind: 'crl',
  url: 'http://crl.fabrikam.example/issuing-2.crl',
  mode: 'fail-closed',
  state: 'current',
  askedAt: 1,
  tookMs: 1.5,
  bytes: 1,
  entries: 1,
  thisUpdate: 1,
  nextUpdate: 1,
  failsAt: 1,
};
const widest: RevocationRow = { ...row, name: '€'.repeat(120), url: 'x'.repeat(300), detail: '€'.repeat(200) };
const bytes = (frame: unknown): number => utf8(JSON.stringify(frame)).length;

const largest: ConnectorFrame[] = [
  {
    t: 'hello',
    version: 1,
    connectorId: 'x'.repeat(64),
    nonce: 'A'.repeat(64),
    proof: 'A'.repeat(200),
    software: 'x'.repeat(40),
    hostName: 'x'.repeat(255),
    running: Number.MAX_SAFE_INTEGER,
    listener,
    questionKey: 'A'.repeat(200),
    directory,
    kerberos: { ...kerberos, principals: [...kerberos.principals] },
    differences,
  },
  { t: 'answer', id: 'x'.repeat(100), signed: 'x'.repeat(maxSignedResultLength) },
  { t: 'assertion', request: 'x'.repeat(100), signed: 'x'.repeat(maxSignedResultLength) },
  { t: 'state', directory, kerberos: { ...kerberos, principals: [...kerberos.principals] }, differences },
  { t: 'revocation', ...fitBoard(Array<RevocationRow>(1_000).fill(widest)) },
];

test.each(largest.map((frame) => [frame.t, frame] as const))(
  'the largest %s fits what the hub reads',
  (kind, frame) => {
    const read = readFrame(connectorFrame, JSON.stringify(frame));
    expect(read).toEqual({ ok: true, frame });
    expect(bytes(frame)).toBeLessThanOrEqual(kind === 'hello' ? maxHelloBytes : maxConnectorFrameBytes);
  },
);

test('the largest question and word about an assertion fit what a connector reads', () => {
  const frames = [
    { t: 'question', id: 'x'.repeat(100), sealed: 'x'.repeat(16_000) },
    { t: 'received', request: 'x'.repeat(100), isTaken: false },
  ];
  for (const frame of frames) {
    expect(readFrame(hubFrame, JSON.stringify(frame))).toEqual({ ok: true, frame });
    expect(bytes(frame)).toBeLessThanOrEqual(maxHubFrameBytes);
  }
});

test('a board is cut where it would not fit, and says how much', () => {
  const usual = fitBoard(Array<RevocationRow>(150).fill(row));
  expect([usual.rows.length, usual.left]).toEqual([150, 0]);
  const many = fitBoard(Array<RevocationRow>(1_000).fill({ ...row, url: '' }));
  expect(many.rows.length + many.left).toBe(1_000);
  expect(many.rows.length).toBeGreaterThan(150);
  expect(readFrame(connectorFrame, JSON.stringify({ t: 'revocation', ...many })).ok).toBe(true);
  const tooMany = { t: 'revocation', rows: Array(201).fill(row), left: 0 };
  expect(readFrame(connectorFrame, JSON.stringify(tooMany)).ok).toBe(false);
});

test.each([
  ['an answer without its question', { t: 'answer', signed: 'x' }],
  ['an answer to nothing', { t: 'answer', id: '', signed: 'x' }],
  ['too long an answer', { t: 'answer', id: 'q', signed: 'x'.repeat(maxSignedResultLength + 1) }],
  ['an assertion with more to say', { t: 'assertion', request: 'r', signed: 'x', isAdministrator: true }],
  ['a directory of another kind', { t: 'state', directory: { ...directory, kind: 'nis' }, kerberos }],
  ['too many principals', { t: 'state', directory, kerberos: { ...kerberos, principals: Array(51).fill('x') } }],
])('%s is no frame', (_what, frame) => {
  expect(readFrame(connectorFrame, JSON.stringify(frame))).toMatchObject({ ok: false, reason: 'unreadableFrame' });
});

test('a frame of the other side is of an unknown kind', () => {
  expect(readFrame(connectorFrame, '{"t":"question","id":"q","sealed":"x"}')).toMatchObject({ reason: 'unknownFrame' });
  expect(readFrame(hubFrame, '{"t":"answer","id":"q","signed":"x"}')).toMatchObject({ reason: 'unknownFrame' });
});

test('garbage is refused and never throws', () => {
  const kinds = fc.constantFrom(
    'hello',
    'acknowledged',
    'refused',
    'answer',
    'assertion',
    'state',
    'question',
    'received',
  );
  const frames = fc
    .tuple(kinds, fc.dictionary(fc.string(), fc.jsonValue()))
    .map(([t, rest]) => JSON.stringify({ ...rest, t }));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), frames), (message) => {
      expect(readFrame(connectorFrame, message).ok).toBe(false);
      expect(readFrame(hubFrame, message).ok).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});
