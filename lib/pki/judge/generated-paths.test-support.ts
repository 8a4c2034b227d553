import fc from 'fast-check';
import { parseCertificate } from '#lib/pki/certificate/parse-certificate.ts';
import { type Minted, type MintOptions, mintAuthority, mintClient } from '#lib/pki/issue/mint.ts';
import { type Oddity, oddities } from '#lib/pki/judge/odd-certificates.test-support.ts';
import { generateKeyPair, type KeyKind, type KeyPair } from '#lib/pki/keys/generate-key-pair.ts';

/* Paths for holding the judge against OpenSSL: a few authorities, and people below them. */

const day = 86_400_000;
const kinds = ['P-256', 'P-384', 'P-521', 'Ed25519', 'RSA-2048', 'RSA-1024'] as const satisfies readonly KeyKind[];
const keysOfAKind = 4;

/** How authorities stand and which of them are trusted; those that are not are sent along by the client. */
const shapes = {
  root: { below: 0, trusted: 'all' },
  'issuing authority trusted': { below: 1, trusted: 'all' },
  'issuing authority sent along': { below: 1, trusted: 'root' },
  'two authorities sent along': { below: 2, trusted: 'root' },
  'three authorities, trusted': { below: 3, trusted: 'all' },
  'issuing authority left out': { below: 1, trusted: 'root', isSilent: true },
  'root sent along and not trusted': { below: 1, trusted: 'none' },
  'root left out': { below: 2, trusted: 'but the root' },
  'a part of the chain': { below: 2, trusted: 'but the root', isPartial: true },
  'a part of the chain, rest sent along': { below: 2, trusted: 'the one below the root', isPartial: true },
  'an authority with a new key': { below: 1, trusted: 'root', hasNewKey: true },
} as const satisfies Record<string, Shape>;

type Shape = {
  readonly below: number;
  readonly trusted: 'all' | 'root' | 'none' | 'but the root' | 'the one below the root';
  readonly isPartial?: boolean;
  readonly hasNewKey?: boolean;
  /** Whether the client sends nothing along. */
  readonly isSilent?: boolean;
};

export type GeneratedPerson = { readonly name: string; readonly client: Minted };
export type GeneratedFamily = {
  readonly isPartial: boolean;
  readonly trusted: readonly Minted[];
  /** Nearest to the person first. */
  readonly sentAlong: readonly Minted[];
  readonly people: readonly GeneratedPerson[];
};

type FamilyPlan = { readonly shape: string; readonly authorities: readonly Plan[]; readonly people: readonly Plan[] };
type Plan = { readonly kind: KeyKind; readonly key: number; readonly odd: readonly Oddity[] };

/** Families from a seed, each with so many people, before them one for each oddity of a root, of an issuing authority and of a person; keys are made once and shared, as making RSA keys is what takes the time. */
export async function generateFamilies(
  count: number,
  peopleInEach: number,
  seed: number,
  now: number,
): Promise<readonly GeneratedFamily[]> {
  const keys = new Map<KeyKind, readonly KeyPair[]>();
  for (const kind of kinds) {
    keys.set(kind, await Promise.all(Array.from({ length: keysOfAKind }, () => generateKeyPair(kind))));
  }
  const odd = fc.constantFrom(...oddities(now));
  const none = fc.constant<readonly Oddity[]>([]);
  const kind = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...kinds.filter((one) => one !== 'RSA-1024')) },
    { weight: 1, arbitrary: fc.constant<KeyKind>('RSA-1024') },
  );
  const plan = (weights: readonly [good: number, one: number, two: number]) =>
    fc.record({
      kind,
      key: fc.nat(keysOfAKind - 1),
      odd: fc.oneof(
        { weight: weights[0], arbitrary: none },
        { weight: weights[1], arbitrary: fc.tuple(odd) },
        { weight: weights[2], arbitrary: fc.tuple(odd, odd) },
      ),
    });
  const family = fc.record({
    shape: fc.constantFrom(...Object.keys(shapes)),
    authorities: fc.array(plan([12, 2, 1]), { minLength: 5, maxLength: 5 }),
    people: fc.array(plan([2, 5, 3]), { minLength: peopleInEach, maxLength: peopleInEach }),
  });
  const minting = new Minting(keys, now);
  const families: GeneratedFamily[] = [];
  const chosen = fc.sample(family, { numRuns: count, seed });
  for (const one of [...oneAtATime(chosen, oddities(now)), ...chosen].slice(0, count)) {
    families.push(await minting.family(families.length, one.shape as keyof typeof shapes, one.authorities, one.people));
  }
  return families;
}

/** The same plans with nothing odd but one thing: in the root, the issuing authority, or each person; so that chance leaves nothing out. */
function oneAtATime(plans: readonly FamilyPlan[], odd: readonly Oddity[]): readonly FamilyPlan[] {
  const good = (plan: Plan): Plan => ({ ...plan, kind: plan.kind === 'RSA-1024' ? 'RSA-2048' : plan.kind, odd: [] });
  const peopleInEach = plans[0]?.people.length ?? 1;
  return plans.slice(0, odd.length).flatMap(({ authorities, people }, number) => {
    const here = odd.slice(number, number + 1);
    const shape = 'issuing authority sent along';
    const withOdd = (level: number) => ({
      shape,
      authorities: authorities.map((plan, at) => ({ ...good(plan), odd: at === level ? here : [] })),
      people: people.map((plan, at) => (at === 0 ? good(plan) : plan)),
    });
    const persons = odd.slice(number * peopleInEach, (number + 1) * peopleInEach);
    const ofPeople = {
      shape,
      authorities: authorities.map(good),
      people: people.map((plan, at) => ({ ...good(plan), odd: persons.slice(at, at + 1) })),
    };
    return [withOdd(0), withOdd(1), ...(persons.length > 0 ? [ofPeople] : [])];
  });
}

class Minting {
  readonly #keys: ReadonlyMap<KeyKind, readonly KeyPair[]>;
  readonly #now: number;

  constructor(keys: ReadonlyMap<KeyKind, readonly KeyPair[]>, now: number) {
    this.#keys = keys;
    this.#now = now;
  }

  async family(
    number: number,
    name: keyof typeof shapes,
    plans: readonly Plan[],
    people: readonly Plan[],
  ): Promise<GeneratedFamily> {
    const shape: Shape = shapes[name];
    const authorities: Minted[] = [];
    for (const [level, plan] of plans.slice(0, shape.below + 1).entries()) {
      authorities.push(await this.#mint(mintAuthority, `CA ${number}.${level}`, authorities.at(-1), plan));
    }
    const [last, spare] = [authorities.at(-1), plans[4]];
    if (shape.hasNewKey === true && last !== undefined && spare !== undefined) {
      // RFC 5280 section 3.2: a self-issued certificate, by which an authority vouches for its own new key.
      const isOldKey = this.#keys.get(spare.kind)?.[spare.key] === last.key;
      const plan = { ...spare, odd: [], key: isOldKey ? (spare.key + 1) % keysOfAKind : spare.key };
      authorities.push(await this.#mint(mintAuthority, `CA ${number}.${shape.below}`, last, plan));
    }
    const described = plans
      .slice(0, authorities.length)
      .flatMap(({ odd }, level) => odd.map((one) => `${level}: ${one.name}`));
    const [root, first] = authorities;
    const isTrusted = (one: Minted) =>
      ({
        all: true,
        none: false,
        root: one === root,
        'but the root': one !== root,
        'the one below the root': one === first,
      })[shape.trusted];
    const isSent = (one: Minted) =>
      shape.isSilent !== true && !isTrusted(one) && (one !== root || shape.trusted === 'none');
    const clients = await Promise.all(
      people.map(async (plan, at) => ({
        name: `${name}; ${[...described, ...plan.odd.map((one) => one.name)].join(', ') || 'nothing odd'}; ${plan.kind}`,
        client: await this.#mint(mintClient, `Person ${number}.${at}`, authorities.at(-1), plan),
      })),
    );
    return {
      isPartial: shape.isPartial === true,
      trusted: authorities.filter(isTrusted),
      sentAlong: authorities.filter(isSent).reverse(),
      people: clients,
    };
  }

  async #mint(
    mint: typeof mintClient,
    name: string,
    by: Minted | undefined,
    { kind, key, odd }: Plan,
  ): Promise<Minted> {
    const ownKey = this.#keys.get(kind)?.[key];
    const signedBy = odd.map((one) => one.signedBy);
    const signer = by === undefined ? undefined : this.#signer(by, signedBy);
    const minted = await mint(name, signer, {
      notBefore: this.#now - 10 * day,
      notAfter: this.#now + 100 * day,
      ...(ownKey === undefined ? {} : { ownKey }),
      ...together(odd),
    });
    return signedBy.includes('a flipped bit') ? flipped(minted) : minted;
  }

  /** RFC 5280 section 4.1.2.4: the issuer is who signed; here it need not be. */
  #signer(by: Minted, signedBy: readonly Oddity['signedBy'][]): Minted {
    const { name, key } = by.signer;
    const others = this.#keys.get(key.kind) ?? [];
    const another = others.find((one) => one !== key) ?? key;
    return {
      ...by,
      signer: {
        ...by.signer,
        key: signedBy.includes('another key') ? another : key,
        name:
          signedBy.includes('a changed name') && !(name instanceof Uint8Array)
            ? name.map(([label, value]) => [label, ` ${value.toUpperCase().replaceAll(' ', '  ')}`] as const)
            : name,
      },
    };
  }
}

/** Two oddities in one certificate; an extension stands in it once (RFC 5280 section 4.2). */
function together(odd: readonly Oddity[]): MintOptions {
  const extensions = new Map(
    odd.flatMap(({ options }) => options?.furtherExtensions ?? []).map((one) => [one.oid, one]),
  );
  const merged: MintOptions = Object.assign({}, ...odd.map(({ options }) => options));
  const own = extensions.has('2.5.29.19') ? { basicConstraints: undefined } : {};
  return { ...merged, ...own, furtherExtensions: [...extensions.values()] };
}

async function flipped(minted: Minted): Promise<Minted> {
  const der = minted.certificate.der.slice();
  der[der.length - 1] = (der[der.length - 1] ?? 0) ^ 1;
  const read = await parseCertificate(der);
  if (!read.ok) throw new Error(read.problem.message);
  return { ...minted, certificate: read.value };
}
