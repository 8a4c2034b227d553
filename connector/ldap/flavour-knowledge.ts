import type { ServerFault } from '#connector/ldap/directory-fault.ts';
import type { Flavour } from '#connector/ldap/flavour.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Filter } from '#lib/pki/mapping/filter.ts';

/** Which kind of directory this is: stated, or learned from the first server that answers. */
export type FlavourKnowledge = {
  readonly ask: () => Promise<Outcome<Flavour, ServerFault>>;
  readonly learn: (flavour: Flavour) => void;
  /** The filter of a kind; while the kind is not known, one that `decide` exchanges before it is used. */
  readonly filterFor: (make: (flavour: Flavour) => Filter) => Filter;
  readonly decide: (filter: Filter, flavour: Flavour) => Filter;
};

export function createFlavourKnowledge(
  stated: Flavour | undefined,
  probe: () => Promise<Outcome<Flavour, ServerFault>>,
): FlavourKnowledge {
  let known = stated;
  const undecided = new WeakMap<Filter, (flavour: Flavour) => Filter>();
  return {
    ask: async () => {
      if (known !== undefined) return success(known);
      const answer = await probe();
      if (answer.ok) known = answer.value;
      return answer;
    },
    learn: (flavour) => {
      known ??= flavour;
    },
    filterFor: (make) => {
      if (known !== undefined) return make(known);
      const filter = make('openldap');
      undecided.set(filter, make);
      return filter;
    },
    decide: (filter, flavour) => undecided.get(filter)?.(flavour) ?? filter,
  };
}
