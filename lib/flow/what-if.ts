import { type Outcome, success } from '#lib/core/outcome.ts';
import type { AddressProblem } from '#lib/flow/address.ts';
import { type CompiledFlow, decideFlow } from '#lib/flow/decide-flow.ts';
import type { Matched } from '#lib/flow/flow-sentence.ts';
import type { Method } from '#lib/flow/flow-settings.ts';

/** What a change means for whoever comes that way, the most severe first. */
export const changeKinds = [
  'refused',
  'may-be-refused',
  'loses-method',
  'not-known',
  'other-methods',
  'other-network',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** The part of a decision that is compared. */
export type FlowAnswer = { readonly methods: readonly Method[]; readonly matched: Matched };

/** What one address gets from what runs and from the draft; nobody gets in before the first publish. */
export type FlowPair = { readonly address: string; readonly running: FlowAnswer; readonly draft: FlowAnswer };

export type FlowChange = { readonly kind: ChangeKind; readonly lost: readonly Method[] };

/** Decides an address twice, as the door does: by what runs (undefined before the first publish) and by the draft. */
export function compareFlows(
  running: CompiledFlow | undefined,
  draft: CompiledFlow,
): (address: string) => Outcome<FlowPair, AddressProblem> {
  return (address) => {
    const after = decideFlow(draft, address);
    if (!after.ok) return after;
    const before = running === undefined ? undefined : decideFlow(running, address);
    if (before?.ok === false) return before;
    return success({
      address: after.value.address,
      running: before === undefined ? { methods: [], matched: { kind: 'none' } } : answerOf(before.value),
      draft: answerOf(after.value),
    });
  };
}

function answerOf({ methods, matched }: FlowAnswer): FlowAnswer {
  return { methods, matched };
}

/**
 * What the draft changes for somebody at an address; undefined where nothing does. `used` is the method that let them in when they came,
 * if it is known. A label that is written otherwise changes nothing.
 */
export function flowChange({ running, draft }: FlowPair, used?: Method): FlowChange | undefined {
  const lost = running.methods.filter((method) => !draft.methods.includes(method));
  if (running.methods.join() === draft.methods.join())
    return networkKey(running.matched) === networkKey(draft.matched) ? undefined : { kind: 'other-network', lost };
  if (running.methods.length > 0 && draft.methods.length === 0) return { kind: 'refused', lost };
  // A method that an older revision offered says nothing about what this draft takes away.
  const way = used !== undefined && running.methods.includes(used) ? used : undefined;
  const gone = way === undefined ? lost : lost.filter((method) => method === way);
  if (gone.length === 0) return { kind: 'other-methods', lost: gone };
  // Whoever has a password can always type it; whether somebody has a certificate or a ticket, no log of other methods tells.
  return { kind: draft.methods.includes('password') ? 'loses-method' : 'may-be-refused', lost: gone };
}

/** Tells networks apart, whatever their labels. */
export function networkKey(matched: Matched): string {
  return matched.kind === 'none' ? 'none' : `${matched.kind} ${matched.block}`;
}
