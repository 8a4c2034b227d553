import type { Bus } from '#bus/bus.ts';
import { answersTo, questionsTo } from '#hub/topics.ts';
import type { Context } from '#lib/services/context.ts';
import type { Asked, Gateway } from '#lib/wire/gateway.ts';

/** Questions to connectors whose link another process holds, and those of others to connectors of this one. */
export type FarQuestions = {
  readonly ask: (processId: string, ...question: Parameters<Gateway['ask']>) => Promise<Asked>;
  /** What a process that is gone was asked stays without an answer. */
  readonly processGone: (processId: string) => void;
  readonly close: () => void;
};

type Open = { readonly processId: string; readonly settle: (asked: Asked) => void };

const maxOpen = 4_096;

export async function createFarQuestions(
  { bus, processId: self }: { readonly bus: Bus; readonly processId: string },
  askHere: Gateway['ask'],
  { log }: Pick<Context, 'log'>,
): Promise<FarQuestions> {
  const open = new Map<string, Open>();
  let isClosed = false;

  await bus.subscribe(answersTo(self), ({ id, asked }) => open.get(id)?.settle(asked));
  await bus.subscribe(questionsTo(self), ({ id, connectorId, sealed, timeoutMs, from }) => {
    void askHere(connectorId, { id, sealed }, timeoutMs)
      .then((asked) => bus.publish(answersTo(from), { id, asked }))
      .catch((cause: unknown) =>
        log.warn({ err: cause, connectorId }, 'An answer could not be brought to the process that asked'),
      );
  });

  return {
    ask: (processId, connectorId, { id, sealed }, timeoutMs) => {
      if (isClosed || open.size >= maxOpen || open.has(id)) return Promise.resolve({ kind: 'not-asked' });
      return new Promise((resolve) => {
        const settle = (asked: Asked): void => {
          clearTimeout(deadline);
          open.delete(id);
          resolve(asked);
        };
        const deadline = setTimeout(() => settle({ kind: 'no-answer' }), timeoutMs);
        open.set(id, { processId, settle });
        bus
          .publish(questionsTo(processId), { id, connectorId, sealed, timeoutMs, from: self })
          .catch((cause: unknown) => {
            log.warn({ err: cause, connectorId }, 'A question could not be brought to the process that holds the link');
            // It may be on its way all the same, so that another connector must not be asked for certain.
            settle({ kind: 'no-answer' });
          });
      });
    },
    processGone: (processId) => {
      for (const one of [...open.values()]) if (one.processId === processId) one.settle({ kind: 'no-answer' });
    },
    close: () => {
      isClosed = true;
      for (const one of [...open.values()]) one.settle({ kind: 'no-answer' });
    },
  };
}
