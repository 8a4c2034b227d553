import { describe, expect, it } from 'vitest';
import type { DryRunFindings } from '#components/dry-run/dry-run-reading.ts';
import { readDryRun } from '#components/dry-run/read-dry-run.ts';
import { reportText } from '#components/dry-run/report-text.ts';
import type { PresentedJudgement } from '#components/pki-worker/dry-run-calls.ts';
import { judgePresented } from '#components/pki-worker/judge-presented.ts';
import type { DryRunAnswer, DryRunStep, DryRunWay } from '#lib/contracts/dry-run.ts';
import { readSettingsCertificate } from '#lib/contracts/read-settings-certificates.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { compileFlow, decideFlow } from '#lib/flow/decide-flow.ts';
import { type Minted, mintAuthority, mintClient, mintedAt } from '#lib/pki/issue/mint.ts';

const at = mintedAt;
const root = await mintAuthority('Root CA 1');
const issuing = await mintAuthority('Corp Issuing CA 2', root);
const ada = await mintClient('Ada', issuing, { alternativeNames: [{ kind: 'upn', value: 'ada@corp.example' }] });
const base64 = ({ certificate }: Minted) => toBase64(certificate.der);

function judge(presented: readonly Minted[], authorities: readonly Minted[], when = at): Promise<PresentedJudgement> {
  const settings = {
    caCertificates: authorities.map(base64),
    trust: { partialChains: false },
    mapping: [{ source: 'san-upn' as const, attribute: 'userPrincipalName' }],
    mappingStrength: 'any' as const,
  };
  return judgePresented({ presented: presented.map(base64), settings, at: when }, readSettingsCertificate);
}

const flow = compileFlow(
  {
    clientCertificate: { enabled: true },
    kerberos: { enabled: false },
    outside: 'password',
    networks: [{ block: '198.51.100.0/24', label: 'Head office' }],
  },
  [],
);
function decide(address: string) {
  const decided = decideFlow(flow, address);
  if (!decided.ok) throw new Error(address);
  return decided.value;
}

const person = {
  directoryId: 'a1',
  dn: 'cn=Ada,dc=corp',
  userName: 'ada',
  displayName: 'Ada Lovelace',
  groups: ['Staff'],
  groupsCut: false,
};
const step = (name: string, isPassed: boolean, facts?: DryRunStep['facts']): DryRunStep => ({
  step: name,
  isPassed,
  detail: `${name} detail`,
  tookMs: 1,
  ...(facts === undefined ? {} : { facts }),
});

const goodPath = {
  kind: 'path' as const,
  refusal: null,
  depth: 0,
  message: '',
  path: [ada, issuing, root].map(({ certificate }) => ({ name: '', fingerprint: certificate.fingerprint })),
};

function answered(certificate: DryRunWay | null, account: DryRunWay | null = null): DryRunAnswer {
  return {
    kind: 'answered',
    connectorId: 'cnr_1',
    connectorName: 'hq-1',
    report: { revision: 3, at, now: at, certificate, account },
  };
}

const nobodyOnline: DryRunAnswer = {
  kind: 'not-answered',
  connectorName: null,
  reason: 'no-connector',
  detail: 'No connector with a directory is online.',
};

async function findings(more: Partial<DryRunFindings> = {}): Promise<DryRunFindings> {
  return {
    settings: 'running',
    revision: 3,
    decision: decide('198.51.100.7'),
    at,
    isNow: true,
    userName: undefined,
    judged: await judge([ada], [root, issuing]),
    isCertificateOn: true,
    live: answered({ result: 'accepted', person, steps: [step('path', true, goodPath)] }),
    ...more,
  };
}

const statesOf = (found: DryRunFindings) => readDryRun(found).steps.map(({ id, state }) => `${id} ${state}`);

describe('readDryRun', () => {
  it('says as whom somebody would get in', async () => {
    const reading = readDryRun(await findings());
    expect(reading).toMatchObject({ result: 'in', disagreement: undefined, changes: [] });
    expect(reading.sentence).toContain('Ada Lovelace (ada)');
  });

  it('works without a connector, and says what is not known for it', async () => {
    const found = await findings({ live: nobodyOnline });
    expect(readDryRun(found).result).toBe('open');
    expect(readDryRun(found).sentence).toContain('no connector is online');
    expect(statesOf(found)).toEqual([
      'network passed',
      'path passed',
      'revocation open',
      'mapping passed',
      'directory open',
      'person open',
    ]);
  });

  it('names the authority to add, and the place where the chain breaks', async () => {
    const judged = await judge([ada], []);
    const reading = readDryRun(await findings({ judged, live: nobodyOnline }));
    expect(reading.result).toBe('refused');
    expect(reading.changes[0]).toContain('“Corp Issuing CA 2”');
    const chain = reading.steps.find(({ id }) => id === 'path')?.chain;
    expect(chain?.map(({ name, state }) => [name, state])).toEqual([
      ['Ada', expect.any(String)],
      ['Corp Issuing CA 2', 'missing'],
    ]);
  });

  it('marks the certificate of the path that fails', async () => {
    const ended = await mintAuthority('Ended CA', root, { notBefore: at - 2_000_000, notAfter: at - 1_000_000 });
    const below = await mintClient('Bob', ended);
    const judged = await judge([below, ended], [root]);
    const { steps, sentence } = readDryRun(await findings({ judged, live: nobodyOnline }));
    expect(steps.find(({ id }) => id === 'path')?.chain?.map(({ state }) => state)).toEqual([
      'good',
      'failing',
      'neutral',
    ]);
    expect(sentence).toContain('expired');
    expect(sentence).toContain('Password would be next');
  });

  it('says where a certificate is not even asked for, and what network to add', async () => {
    const reading = readDryRun(await findings({ decision: decide('203.0.113.9') }));
    expect(reading.result).toBe('refused');
    expect(reading.changes[0]).toContain('203.0.113.9');
    expect(reading.steps[0]).toMatchObject({ id: 'network', state: 'failed' });
  });

  it('says which attribute to write where nobody was found', async () => {
    const filter = '(userPrincipalName=ada@corp.example)';
    const value = 'ada@corp.example';
    const rule = { source: 'san-upn', attribute: 'userPrincipalName', raw: value, normalised: value, filter };
    const steps = [
      step('path', true, goodPath),
      step('mapping', true, { kind: 'mapping', ...rule }),
      step('directory', false, { kind: 'hits', filter, dns: [], standing: [] }),
    ];
    const live = answered({ result: 'refused', reason: 'unmapped', detail: '', steps });
    const reading = readDryRun(await findings({ live }));
    expect(reading.changes[0]).toContain(`Write “${value}” into userPrincipalName`);
    expect(reading.steps.find(({ id }) => id === 'directory')).toMatchObject({ state: 'failed' });
  });

  it('tells how the account of a name stands, without a password', async () => {
    const standing = [{ attribute: 'userAccountControl', value: '514' }];
    const steps = [step('directory', true, { kind: 'hits', filter: '(uid=gone)', dns: ['cn=gone'], standing })];
    const account: DryRunWay = { result: 'refused', reason: 'account-disabled', detail: '', steps };
    const found = await findings({ judged: undefined, userName: 'gone', live: answered(null, account) });
    const reading = readDryRun(found);
    expect(reading).toMatchObject({ result: 'refused', sentence: expect.stringContaining('account disabled') });
    expect(JSON.stringify(reading)).not.toContain('password was right');
    expect(reading.steps.find(({ id }) => id === 'account')?.facts).toContainEqual({
      label: 'userAccountControl',
      value: '514',
    });
  });

  it('says loudly where browser and connector do not agree', async () => {
    const path = { ...goodPath, refusal: 'expired', message: 'It has ended.', path: [] };
    const steps = [step('path', false, path)];
    const live = answered({ result: 'refused', reason: 'expired', detail: '', steps });
    const reading = readDryRun(await findings({ live }));
    expect(reading.result).toBe('refused');
    expect(reading.disagreement).toContain('“accepted”');
    expect(reading.disagreement).toContain('hq-1');
    const otherPath = answered({
      result: 'accepted',
      person,
      steps: [step('path', true, { ...goodPath, path: goodPath.path.slice(0, 2) })],
    });
    expect(readDryRun(await findings({ live: otherPath })).disagreement).toContain('different paths');
    const older = await findings({ live, revision: 4 });
    expect(readDryRun(older).disagreement).toContain('revision 3');
  });

  it('reads a flow alone', async () => {
    const reading = readDryRun(await findings({ judged: undefined, live: undefined }));
    expect(reading).toMatchObject({ result: 'flow', changes: [] });
    const nowhere = compileFlow(
      { clientCertificate: { enabled: true }, kerberos: { enabled: false }, outside: 'refuse', networks: [] },
      [],
    );
    const decided = decideFlow(nowhere, '203.0.113.9');
    if (!decided.ok) throw new Error('no address');
    expect(readDryRun(await findings({ judged: undefined, decision: decided.value })).result).toBe('refused');
  });

  it('says that client certificates are off', async () => {
    const reading = readDryRun(await findings({ isCertificateOn: false, decision: undefined }));
    expect(reading).toMatchObject({ result: 'refused' });
    expect(reading.changes[0]).toContain('Switch client certificates on');
  });
});

it('the report holds the answer, every step with its facts, and what would have to change', async () => {
  const judged = await judge([ada], []);
  const reading = readDryRun(await findings({ judged, live: nobodyOnline }));
  const text = reportText(reading, 'Fabrikam HQ');
  for (const part of [reading.sentence, ...reading.basis, ...reading.changes]) expect(text).toContain(part);
  for (const { title, facts } of reading.steps) {
    expect(text).toContain(title);
    for (const { label, value } of facts) expect(text).toContain(`${label}: ${value}`);
  }
  expect(text).toContain('Corp Issuing CA 2 (not among the CA certificates');
  expect(text).toContain('<- missing');
});
