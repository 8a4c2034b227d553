import type { HubLimits } from '#hub/hub-limits.ts';
import type { LinkSocket } from '#hub/link-socket.ts';
import type { AnswerFrame, QuestionFrame } from '#lib/wire/frames.ts';
import type { Asked } from '#lib/wire/gateway.ts';

/** The questions that are open on one link. */
export type Questions = {
  readonly ask: (question: { readonly id: string; readonly sealed: string }, timeoutMs: number) => Promise<Asked>;
  /** Settles the question it names, if that is still open here. Says whether an answer was owed at all, be it too late. */
  readonly take: (frame: AnswerFrame) => boolean;
  /** Settles all that are open; from now on nothing is asked. */
  readonly end: () => void;
  readonly countOpen: () => number;
  /** Answers that came too late, or to nothing that was asked here. */
  readonly countDropped: () => number;
};

export function createQuestions(
  socket: Pick<LinkSocket, 'readyState' | 'OPEN' | 'bufferedAmount' | 'send'>,
  limits: Pick<HubLimits, 'maxOpenQuestions' | 'maxWaitingBeforeQuestionBytes'>,
): Questions {
  const open = new Map<string, (asked: Asked) => void>();
  /** Questions that left and were not answered yet; those given up count too, since their answers still come. */
  let owed = 0;
  let dropped = 0;
  let isEnded = false;

  const canAsk = (id: string): boolean =>
    !isEnded &&
    socket.readyState === socket.OPEN &&
    open.size < limits.maxOpenQuestions &&
    !open.has(id) &&
    socket.bufferedAmount <= limits.maxWaitingBeforeQuestionBytes;

  return {
    ask: ({ id, sealed }, timeoutMs) => {
      if (!canAsk(id)) return Promise.resolve({ kind: 'not-asked' });
      return new Promise((resolve) => {
        const settle = (asked: Asked): void => {
          clearTimeout(deadline);
          open.delete(id);
          resolve(asked);
        };
        const deadline = setTimeout(() => settle({ kind: 'no-answer' }), timeoutMs);
        open.set(id, settle);
        owed = Math.min(owed + 1, 2 * limits.maxOpenQuestions);
        socket.send(JSON.stringify({ t: 'question', id, sealed } satisfies QuestionFrame));
      });
    },
    take: ({ id, signed }) => {
      const settle = open.get(id);
      if (settle === undefined) dropped += 1;
      else settle({ kind: 'answered', signed });
      const isOwed = owed > 0;
      if (isOwed) owed -= 1;
      return isOwed;
    },
    end: () => {
      isEnded = true;
      for (const settle of [...open.values()]) settle({ kind: 'no-answer' });
    },
    countOpen: () => open.size,
    countDropped: () => dropped,
  };
}
