import type { HubLimits } from '#hub/hub-limits.ts';
import type { HubVerbs } from '#hub/hub-verbs.ts';
import type { Context } from '#lib/services/context.ts';
import type { Answer } from '#lib/services/record-answers.ts';
import type { Arrival } from '#lib/services/record-arrivals.ts';
import type { Departure } from '#lib/services/record-departures.ts';
import type { RevocationReport } from '#lib/services/record-revocation.ts';

/** Tells services what happened on the links: together every few milliseconds, in order, never two at once. */
export type Journal = {
  readonly arrived: (arrival: Arrival) => void;
  readonly answered: (answer: Answer) => void;
  readonly boardTold: (report: RevocationReport) => void;
  readonly departed: (departure: Departure) => void;
  /** Records what is left; nothing is taken afterwards. */
  readonly close: () => Promise<void>;
};

/** What could not be recorded so often is given up: one bad row must not hold up all that come after it. */
const maxAttempts = 5;

export function createJournal(context: Context, verbs: HubVerbs, limits: HubLimits): Journal {
  // The last word per key counts, and one statement cannot write a row twice.
  let arrivals = new Map<string, Arrival>();
  let answers = new Map<string, Answer>();
  /** Answers over a link before the one that has arrived since: what a connector says of itself as it arrives is newer. */
  let formerAnswers = new Map<string, Answer>();
  let boards = new Map<string, RevocationReport>();
  let departures = new Map<string, Departure>();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isClosed = false;

  const isEmpty = (): boolean =>
    arrivals.size + answers.size + formerAnswers.size + boards.size + departures.size === 0;

  const record = async (): Promise<void> => {
    const batch = {
      formerAnswers: [...formerAnswers.values()],
      arrivals: [...arrivals.values()],
      answers: [...answers.values()],
      boards: [...boards.values()],
      departures: [...departures.values()],
    };
    formerAnswers = new Map();
    arrivals = new Map();
    answers = new Map();
    boards = new Map();
    departures = new Map();
    await attempt('answers', batch.formerAnswers, verbs.recordAnswers);
    await attempt('arrivals', batch.arrivals, verbs.recordArrivals);
    await attempt('answers', batch.answers, verbs.recordAnswers);
    await attempt('revocation', batch.boards, verbs.recordRevocation);
    await attempt('departures', batch.departures, verbs.recordDepartures);
  };

  const attempt = async <Entry>(
    what: string,
    entries: readonly Entry[],
    verb: (context: Context, entries: readonly Entry[]) => Promise<void>,
  ): Promise<void> => {
    if (entries.length === 0) return;
    for (let count = 1; ; count += 1) {
      try {
        return await verb(context, entries);
      } catch (cause) {
        const isLast = count >= maxAttempts || isClosed;
        context.log.error(
          { err: cause, what, entries: entries.length, isLast },
          'The hub could not record what happened on its links',
        );
        if (isLast) return;
        await new Promise((resolve) => setTimeout(resolve, limits.retryAfterMs));
      }
    }
  };

  const flush = (): void => {
    timer = undefined;
    if (running !== undefined || isEmpty()) return;
    running = record().finally(() => {
      running = undefined;
      schedule();
    });
  };

  const schedule = (): void => {
    if (!isClosed && timer === undefined && running === undefined && !isEmpty())
      timer = setTimeout(flush, limits.recordEveryMs);
  };

  return {
    arrived: (arrival) => {
      arrivals.set(arrival.connectorId, arrival);
      departures.delete(arrival.connectorId);
      for (const [key, answer] of answers) {
        if (answer.connectorId !== arrival.connectorId) continue;
        formerAnswers.set(key, answer);
        answers.delete(key);
      }
      schedule();
    },
    answered: (answer) => {
      answers.set(`${answer.connectorId} ${answer.frame.revision}`, answer);
      schedule();
    },
    boardTold: (report) => {
      boards.set(report.connectorId, report);
      schedule();
    },
    departed: (departure) => {
      departures.set(departure.connectorId, departure);
      schedule();
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await running;
      if (!isEmpty()) await record();
    },
  };
}
