import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFlow, decideFlow } from '#lib/flow/decide-flow.ts';
import { type FlowSettings, type Method, methods } from '#lib/flow/flow-settings.ts';
import { changeKinds, compareFlows, flowChange } from '#lib/flow/what-if.ts';
import { collectChanges, type Observation } from '#lib/flow/what-if-changes.ts';

const settings = (more: Partial<FlowSettings> = {}): FlowSettings => ({
  clientCertificate: { enabled: true },
  kerberos: { enabled: true },
  outside: 'password',
  networks: [{ block: '198.51.100.0/24', label: 'Head office' }],
  ...more,
});

function change(before: FlowSettings | undefined, after: FlowSettings, address: string, used?: Method) {
  const compare = compareFlows(before === undefined ? undefined : compileFlow(before), compileFlow(after));
  const pair = compare(address);
  if (!pair.ok) throw new Error(pair.problem.message);
  return flowChange(pair.value, used);
}

const own = (...own: Method[]) => settings({ networks: [{ block: '198.51.100.0/24', label: 'HQ', methods: own }] });
const inside = '198.51.100.7';

describe('flowChange', () => {
  test('tells refusal from a lost method, and that from another one', () => {
    const off = { enabled: false };
    expect(change(settings(), settings({ outside: 'refuse' }), '203.0.113.9', 'password')).toEqual({
      kind: 'refused',
      lost: ['password'],
    });
    expect(change(settings(), settings({ outside: 'refuse' }), inside)).toBeUndefined();
    expect(change(settings(), settings({ clientCertificate: off }), inside, 'client-certificate')).toEqual({
      kind: 'loses-method',
      lost: ['client-certificate'],
    });
    // Somebody who came by Kerberos still does.
    expect(change(settings(), settings({ clientCertificate: off }), inside, 'kerberos')?.kind).toBe('other-methods');
    // Nothing is known of how they came.
    expect(change(settings(), settings({ clientCertificate: off }), inside)?.kind).toBe('loses-method');
  });

  test('says “may” where the way somebody came is gone and nothing tells whether the others are open to them', () => {
    expect(change(settings(), own('client-certificate'), inside, 'password')).toEqual({
      kind: 'may-be-refused',
      lost: ['password'],
    });
    expect(change(settings(), own('client-certificate'), inside, 'kerberos')?.kind).toBe('may-be-refused');
    expect(change(settings(), own('client-certificate'), inside, 'client-certificate')?.kind).toBe('other-methods');
  });

  test('a method of an older revision, that what runs does not offer, is not what the draft takes away', () => {
    expect(change(own('password'), own('kerberos', 'password'), inside, 'client-certificate')?.kind).toBe(
      'other-methods',
    );
    expect(change(own('password'), own('kerberos'), inside, 'client-certificate')?.kind).toBe('may-be-refused');
  });

  test('sees another network with the same methods, and no change in another label', () => {
    const finer = settings({
      networks: [
        { block: '198.51.100.0/24', label: 'Head office' },
        { block: '198.51.100.0/28', label: 'Dock' },
      ],
    });
    expect(change(settings(), finer, inside)).toEqual({ kind: 'other-network', lost: [] });
    const renamed = settings({ networks: [{ block: '198.51.100.0/24', label: 'HQ' }] });
    expect(change(settings(), renamed, inside)).toBeUndefined();
  });

  test('before the first publish nobody gets in', () => {
    expect(change(undefined, settings(), inside)).toEqual({ kind: 'other-methods', lost: [] });
    expect(change(undefined, settings({ outside: 'refuse' }), '203.0.113.9')).toBeUndefined();
  });
});

const address = fc.oneof(
  fc.integer({ min: 0, max: 15 }).map((last) => `198.51.100.${last}`),
  fc.integer({ min: 0, max: 15 }).map((last) => `2001:db8::${(last + 1).toString(16)}`),
);
const network = fc.record({
  block: fc.oneof(
    fc.constantFrom('198.51.100.0/24', '198.51.100.0/29', '198.51.100.8/32', '2001:db8::/32', '2001:db8::8/125'),
    address,
  ),
  label: fc.constantFrom('', 'HQ'),
  methods: fc.option(fc.uniqueArray(fc.constantFrom(...methods), { minLength: 1, maxLength: 3 }), { nil: undefined }),
});
const anySettings: fc.Arbitrary<FlowSettings> = fc.record({
  clientCertificate: fc.record({ enabled: fc.boolean() }),
  kerberos: fc.record({ enabled: fc.boolean() }),
  outside: fc.constantFrom('password', 'refuse'),
  networks: fc.array(network, { maxLength: 6 }),
});
const seenFrom = fc.array(address, { maxLength: 2 });
const observation: fc.Arbitrary<Observation> = fc.record({
  address,
  person: fc.option(
    fc.constantFrom('ada', 'bob', 'eve').map((id) => ({ id, name: id })),
    { nil: undefined },
  ),
  used: fc.option(fc.constantFrom(...methods), { nil: undefined }),
  signIns: fc.nat(9),
  attempts: fc.nat(9),
  lastAt: fc.nat(),
});

describe('what-if on any settings', () => {
  test('the same settings change nobody', () => {
    fc.assert(
      fc.property(anySettings, seenFrom, fc.array(observation), (given, seen, all) => {
        const flow = compileFlow(given, seen);
        const collected = collectChanges({ compare: compareFlows(flow, flow), mostListed: 9, mostChanges: 9 });
        for (const one of all) collected.add(one);
        const { changes, people, addresses, unchanged, signIns, attempts } = collected.done();
        expect(changes).toEqual([]);
        expect(changeKinds.map((kind) => people[kind])).toEqual(changeKinds.map(() => 0));
        expect(addresses.changed).toBe(0);
        expect(unchanged).toEqual({ signIns, attempts });
      }),
    );
  });

  test('every change is what is decided for its addresses, and all that is different is listed', () => {
    fc.assert(
      fc.property(anySettings, anySettings, seenFrom, fc.array(observation), (before, after, seen, all) => {
        const [running, draft] = [compileFlow(before, seen), compileFlow(after, seen)];
        const collected = collectChanges({ compare: compareFlows(running, draft), mostListed: 99, mostChanges: 999 });
        for (const one of all) collected.add(one);
        const answer = collected.done();
        const decide = (flow: typeof running, text: string) => {
          const decided = decideFlow(flow, text);
          return decided.ok ? { methods: decided.value.methods, matched: decided.value.matched } : undefined;
        };
        const listed = new Set<string>();
        for (const one of answer.changes) {
          for (const { name } of one.addresses.listed) {
            listed.add(name);
            expect(decide(running, name)).toEqual(one.running);
            expect(decide(draft, name)).toEqual(one.draft);
          }
          expect(one.kind === 'refused').toBe(one.draft.methods.length === 0 && one.running.methods.length > 0);
        }
        for (const one of all) {
          const [now, then] = [decide(running, one.address), decide(draft, one.address)];
          if (now?.methods.join() !== then?.methods.join()) expect(listed).toContain(one.address);
        }
        const sum = (of: 'signIns' | 'attempts') => answer.changes.reduce((total, one) => total + one[of], 0);
        expect(sum('signIns') + answer.unchanged.signIns).toBe(answer.signIns);
        expect(sum('attempts') + answer.unchanged.attempts).toBe(answer.attempts);
        expect(answer.signIns).toBe(all.reduce((total, one) => total + one.signIns, 0));
        expect(answer.people.total).toBe(new Set(all.flatMap(({ person }) => person?.id ?? [])).size);
      }),
    );
  });
});
