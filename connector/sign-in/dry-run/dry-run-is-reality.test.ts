import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Agent } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAddress } from '#connector/test-world/list-address.ts';
import { type SignInWorld, startSignInWorld } from '#connector/test-world/sign-in-world.ts';
import { clientIdentity } from '#connector/test-world/start-test-daemon.ts';
import { type Minted, mintAuthority, mintClient } from '#connector/test-world/test-certificates.ts';
import { type SettingsParts, testSettings } from '#connector/test-world/test-settings.ts';
import { canRunSamba, type Samba, startSamba } from '#e2e/world/samba.ts';
import { toBase64 } from '#lib/core/bytes.ts';
import { derNull } from '#lib/pki/asn1/write-der.ts';
import { purpose } from '#lib/pki/certificate/purposes.ts';
import type { Authority } from '#lib/pki/issue/issue-authority.ts';
import { issueCrl } from '#lib/pki/issue/issue-crl.ts';
import type { DecidingSettings } from '#lib/wire/dry-run-question.ts';
import type { DryRunWay } from '#lib/wire/dry-run-report.ts';
import type { MethodResult } from '#lib/wire/method-result.ts';

/*
 * What a dry run says of a certificate is what the listener then does with it in a real handshake, down to the person in a real directory:
 * under several settings, with certificates that are broken in many ways, and with accounts in every state.
 */

type Template = NonNullable<Parameters<typeof mintClient>[2]>;
type Case = { readonly name: string; readonly leaf: Minted; readonly above: readonly Uint8Array<ArrayBuffer>[] };

const day = 86_400_000;
const now = Date.now();
const upn = (...values: readonly string[]): Template => ({
  alternativeNames: values.map((value) => ({ kind: 'upn' as const, value })),
});

/** What can be wrong with the certificate of somebody who is well known. */
const faults: Readonly<Record<string, Template>> = {
  good: {},
  expired: { notBefore: now - 2 * day, notAfter: now - day },
  'to come': { notBefore: now + day },
  'for servers': { extendedKeyUsage: [purpose.serverAuth] },
  'not for signing': { keyUsage: ['keyEncipherment'] },
  'signed with SHA-1': { hash: 'SHA-1' },
  'critical extension': { furtherExtensions: [{ oid: '1.2.3.4', isCritical: true, value: derNull() }] },
};

/** Under what the certificates are judged and mapped. */
const variants: Readonly<Record<string, SettingsParts>> = {
  'by user principal name': { mapping: [{ source: 'san-upn', attribute: 'userPrincipalName' }] },
  'by e-mail address, or name': {
    mapping: [
      { source: 'san-email', attribute: 'mail' },
      { source: 'subject-cn', attribute: 'sAMAccountName' },
    ],
    revocation: 'fail-closed',
  },
  'by strong rules only, lists where there are any': {
    mapping: [
      { source: 'issuer-serial', attribute: 'altSecurityIdentities' },
      { source: 'san-upn', attribute: 'userPrincipalName' },
    ],
    mappingStrength: 'strong',
    revocation: 'fail-open',
  },
};

describe.skipIf(!canRunSamba)('with Active Directory', () => {
  let samba: Samba;
  let world: SignInWorld;
  let lists: Server;
  let issuing: Authority;
  let cases: readonly Case[];
  const revoked = Uint8Array.of(1, 9, 9, 9);

  beforeAll(async () => {
    samba = await startSamba();
    const service = await samba.addPerson({ name: 'svc-gatehouse' });
    lists = createServer(({ url }, response) =>
      url === '/issuing.crl' || url === '/root.crl' ? void answerList(url, response) : response.writeHead(404).end(),
    ).listen(0, '127.0.0.1');
    await once(lists, 'listening');
    world = await startSignInWorld({
      config: {
        directory: {
          kind: 'ldap',
          urls: [samba.url],
          base: samba.baseDn,
          bindUser: service.upn,
          bindPassword: service.password,
          ca: [samba.caPath],
        },
      },
    });
    issuing = await mintAuthority('Corp Issuing', {
      signer: world.root.signer,
      furtherExtensions: [listAt('/root.crl')],
    });
    cases = await mintCases();
  }, 120_000);
  afterAll(async () => {
    await world?.close();
    lists?.closeAllConnections();
    lists?.close();
    await samba?.remove();
  });

  const listAt = (path: string) => listAddress(`http://127.0.0.1:${(lists.address() as AddressInfo).port}${path}`);

  async function answerList(url: string, response: { end: (body: Uint8Array) => void }): Promise<void> {
    const signer = url === '/root.crl' ? world.root.signer : issuing.signer;
    const gone = url === '/root.crl' ? [] : [{ serial: revoked, at: now - day, reason: 1 }];
    response.end(await issueCrl({ signer, thisUpdate: now - day, nextUpdate: now + day, revoked: gone }));
  }

  async function mintCases(): Promise<readonly Case[]> {
    const states = { disabled: { isDisabled: true }, ended: { isExpired: true }, locked: { isLocked: true } };
    await samba.addPerson({ name: 'ada', mail: 'ada@example.com' });
    for (const [name, state] of Object.entries(states))
      await samba.addPerson({ name, mail: `${name}@example.com`, ...state });
    for (const name of ['twin1', 'twin2']) await samba.addPerson({ name, mail: 'twins@example.com' });
    const foreign = await mintAuthority('Contoso Root');
    const found: Case[] = [];
    const names = (name: string): Template => ({
      alternativeNames: [
        { kind: 'upn', value: `${name}@ad.example.test` },
        { kind: 'email', value: `${name}@example.com` },
      ],
    });
    const add = async (name: string, by: Authority, more: Template, above: readonly Authority[] = []) => {
      const leaf = await mintClient(more.subject === undefined ? 'ada' : 'x', by, more);
      found.push({ name, leaf, above: above.map(({ der }) => der) });
    };
    const listed = { furtherExtensions: [listAt('/issuing.crl')] };
    for (const [name, fault] of Object.entries(faults)) {
      await add(`${name}, its authority sent`, issuing, { ...names('ada'), ...fault }, [issuing]);
      await add(`${name}, its authority not sent`, issuing, { ...names('ada'), ...fault });
      await add(`${name}, by a stranger`, foreign, { ...names('ada'), ...fault }, [foreign]);
    }
    await add('on a list', issuing, { ...names('ada'), ...listed }, [issuing]);
    await add('revoked', issuing, { ...names('ada'), ...listed, serial: revoked }, [issuing]);
    await add('its list is not there', issuing, { ...names('ada'), furtherExtensions: [listAt('/none')] }, [issuing]);
    for (const name of [...Object.keys(states), 'nobody', 'twins'])
      await add(`of ${name}`, issuing, { ...names(name), ...listed, subject: [['CN', name]] }, [issuing]);
    await add('two names', issuing, { ...upn('ada@ad.example.test', 'twin1@ad.example.test'), ...listed }, [issuing]);
    await add('no name', issuing, { alternativeNames: [], ...listed }, [issuing]);
    const filter = [['CN', '*)(cn=ada']] as const;
    await add('a name like a filter', issuing, { ...upn('*)(cn=ada'), subject: filter, ...listed }, [issuing]);
    const mapped = await mintClient('mapped', issuing, {
      ...names('mapped'),
      ...listed,
      serial: Uint8Array.of(0x0a, 0x1b),
    });
    // Issuer and serial number as KB5014754 has them: the name in the order of the encoding, the octets from the last to the first.
    await samba.addPerson({ name: 'mapped', altSecurityIdentities: ['X509:<I>CN=Corp Issuing<SR>1b0a'] });
    found.push({ name: 'mapped strongly', leaf: mapped, above: [issuing.der] });
    return found;
  }

  const presentedBy = ({ leaf, above }: Case) => [leaf.der, ...above].map((der) => toBase64(der));

  async function really({ leaf, above }: Case): Promise<MethodResult> {
    // The client's own library would not load a SHA-1 certificate otherwise.
    const tls = { ...clientIdentity(leaf, above), ciphers: 'DEFAULT:@SECLEVEL=0', rejectUnauthorized: false };
    const agent = new Agent(tls);
    const { result } = await world.signIn({ agent });
    agent.destroy();
    return result.outcome;
  }

  let asked = 0;
  async function dry(one: Case, settings: { from: 'running' } | { from: 'given'; deciding: DecidingSettings }) {
    asked += 1;
    const { outcome } = await world.hub.askDryRun({ presented: presentedBy(one), settings }, `que_${asked}`);
    if (outcome.result !== 'reported' || outcome.report.certificate === null) throw new Error(JSON.stringify(outcome));
    return outcome.report;
  }

  /** Everything that is said of it, but how long it took; of a refused path the real one knows OpenSSL's code too. */
  function told(outcome: MethodResult | DryRunWay) {
    const steps = outcome.steps
      .filter(({ step }) => step !== 'request' && step !== 'tls')
      .map(({ step, isPassed, detail }) => [step, isPassed, step === 'path' && !isPassed ? '' : detail]);
    if (outcome.result === 'accepted') return { result: outcome.result, person: outcome.person, steps };
    return { result: outcome.result, reason: outcome.reason, steps };
  }

  test('what a dry run says is what then happens, for 90 certificates and more', async () => {
    const authorities = [world.root.der, issuing.der];
    const seen = new Map<string, number>();
    const realities = new Map<string, unknown>();
    const differences: unknown[] = [];
    for (const [variant, parts] of Object.entries(variants)) {
      await world.publish({ ...parts, authorities });
      for (const one of cases) {
        const reality = await really(one);
        const { certificate, revision } = await dry(one, { from: 'running' });
        expect(revision).not.toBeNull();
        const name = `${variant}: ${one.name}`;
        realities.set(name, told(reality));
        if (JSON.stringify(told(reality)) !== JSON.stringify(certificate && told(certificate)))
          differences.push({ name, reality: told(reality), dry: certificate && told(certificate) });
        const end = reality.result === 'accepted' ? 'accepted' : reality.reason;
        seen.set(end, (seen.get(end) ?? 0) + 1);
      }
    }
    // And of each settings while others run, as a draft would be asked about.
    for (const [variant, parts] of Object.entries(variants)) {
      const { caCertificates, trust, mapping, mappingStrength, revocation } = testSettings(1, {
        ...parts,
        authorities,
      });
      const deciding = { caCertificates, trust, mapping, mappingStrength, revocation };
      for (const one of cases) {
        const { certificate, revision } = await dry(one, { from: 'given', deciding });
        expect(revision).toBeNull();
        const name = `${variant}: ${one.name}`;
        if (JSON.stringify(realities.get(name)) !== JSON.stringify(certificate && told(certificate)))
          differences.push({
            name: `${name} (draft)`,
            reality: realities.get(name),
            dry: certificate && told(certificate),
          });
      }
    }
    expect(differences).toEqual([]);
    expect(realities.size).toBeGreaterThanOrEqual(90);
    // Otherwise the agreement would be one about few things only.
    expect([...seen.keys()].sort()).toEqual([
      'accepted',
      'account-disabled',
      'account-expired',
      'account-locked',
      'ambiguous-person',
      'ambiguous-value',
      'expired',
      'mapping-weak',
      'not-yet-valid',
      'revocation-unknown',
      'revoked',
      'unknown-authority',
      'unknown-critical-extension',
      'unmapped',
      'weak-signature',
      'wrong-key-usage',
      'wrong-purpose',
    ]);
  }, 300_000);
});
