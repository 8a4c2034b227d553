import type { HubLimits } from '#hub/hub-limits.ts';
import type { HubVerbs } from '#hub/hub-verbs.ts';
import type { Link } from '#hub/link.ts';
import type { Context } from '#lib/services/context.ts';
import type { AssertionFrame, ReceivedFrame } from '#lib/wire/frames.ts';

const maxRemembered = 1_024;

/** Hands assertions to services and tells connectors what became of them. */
export type Assertions = {
  /** Resolves with whether it was wanted, once the connector is told: taken, and for the first time. */
  readonly take: (link: Link, frame: AssertionFrame) => Promise<boolean>;
  /** Resolves when none is being looked at any more. */
  readonly settled: () => Promise<void>;
};

export function createAssertions(
  context: Context,
  verbs: Pick<HubVerbs, 'recordAssertion'>,
  limits: Pick<HubLimits, 'maxAssertionsInWork'>,
): Assertions {
  const inWork = new Set<Promise<boolean>>();

  const record = async (link: Link, { request, signed }: AssertionFrame): Promise<boolean> => {
    const { connectorId, connectionId } = link;
    try {
      return await verbs.recordAssertion(context, { connectorId, connectionId, requestId: request, signed });
    } catch (cause) {
      context.log.error({ err: cause, connectorId, request }, 'An assertion could not be recorded');
      return false;
    }
  };

  const tell = ({ socket }: Link, request: string, isTaken: boolean): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify({ t: 'received', request, isTaken } satisfies ReceivedFrame));
  };

  /** False where it is remembered already. */
  const remember = (taken: Set<string>, request: string): boolean => {
    if (taken.has(request)) return false;
    const [oldest] = taken;
    if (oldest !== undefined && taken.size >= maxRemembered) taken.delete(oldest);
    taken.add(request);
    return true;
  };

  return {
    take: async (link, frame) => {
      if (link.assertionsInWork >= limits.maxAssertionsInWork) {
        tell(link, frame.request, false);
        return false;
      }
      link.assertionsInWork += 1;
      const recorded = record(link, frame);
      inWork.add(recorded);
      const isTaken = await recorded;
      inWork.delete(recorded);
      link.assertionsInWork -= 1;
      tell(link, frame.request, isTaken);
      return isTaken && remember(link.takenRequests, frame.request);
    },
    settled: async () => {
      await Promise.all(inWork);
    },
  };
}
