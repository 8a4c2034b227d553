import type { Outcome } from '#lib/core/outcome.ts';
import type { AddressProblem } from '#lib/flow/address.ts';
import type { FlowDecision } from '#lib/flow/decide-flow.ts';

/** What the typed address gets, and why: the decision itself, nothing worked out again. */
export function AddressAnswer({ decided }: { decided: Outcome<FlowDecision, AddressProblem> | undefined }) {
  return (
    <div aria-live="polite">
      {decided === undefined && (
        <p className="text-muted">Type an address, or take one beside the box, to light the lane it falls in.</p>
      )}
      {decided?.ok === false && <p className="text-muted">{decided.problem.message}</p>}
      {decided?.ok === true && (
        <>
          <p className="text-base font-medium text-pretty">→ {decided.value.sentence}</p>
          <ul className="mt-1 flex flex-col gap-0.5 text-muted">
            {decided.value.reasons.map((reason) => (
              <li key={`${reason.code} ${reason.sentence}`}>{reason.sentence}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
