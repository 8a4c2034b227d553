import type { Logger } from 'pino';
import type { SavedRevision } from '#connector/disk/saved-revision.ts';
import type { FrontListeners } from '#connector/front/front-listeners.ts';
import { isPlanEmpty } from '#connector/front/listener-plan.ts';
import type { OwnTests } from '#connector/front/own-tests/own-tests.ts';
import type { OfferedRevision, RevisionReader } from '#connector/front/prepare-revision.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import { type TakenOver, takeOver } from '#connector/front/take-over.ts';
import type { AcknowledgedFrame, RefusedFrame, RevisionFrame } from '#lib/wire/frames.ts';
import { openSignedSettings } from '#lib/wire/signed-settings.ts';

export type RevisionKeeperParts = {
  readonly reader: RevisionReader;
  readonly listener: FrontListeners;
  readonly save: (revision: SavedRevision) => Promise<void>;
  readonly onServing: (revision: ServableRevision | undefined) => void;
  /** What Gatehouse is told of a revision it sent. */
  readonly answer: (frame: AcknowledgedFrame | RefusedFrame) => void;
  /** A revision serves after all that did not before; nobody asked at this moment. */
  readonly onRecovered: () => void;
  readonly ownTests?: OwnTests;
  readonly log: Logger;
  readonly retryMs?: number;
};

export type RevisionKeeper = {
  /** The revision that is served, undefined before the first. */
  readonly running: () => ServableRevision | undefined;
  /** Serves the revision of the disk, before Gatehouse is asked anything. */
  readonly restore: (revision: SavedRevision) => Promise<void>;
  readonly offer: (frame: RevisionFrame) => void;
  readonly close: () => Promise<void>;
};

type Job =
  | { readonly kind: 'restore'; readonly revision: SavedRevision }
  | { readonly kind: 'offer'; readonly frame: RevisionFrame };

/** Takes revisions over one at a time; while one is being taken over, only the newest of those that come is kept. */
export function keepRevision(parts: RevisionKeeperParts): RevisionKeeper {
  const { reader, listener, log, retryMs = 5_000 } = parts;
  const own = parts.ownTests === undefined ? {} : { ownTests: parts.ownTests };
  let running: ServableRevision | undefined;
  /** The revision of the disk, served or not: a port in use at the start must not open the door to an older one. */
  let floor: number | undefined;
  let next: Job | undefined;
  let busy: Promise<void> | undefined;
  let failed: Job | undefined;
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;

  function begin(job: Job): Promise<void> {
    if (isClosed) return Promise.resolve();
    clearTimeout(retry);
    next = job;
    busy ??= work().finally(() => {
      busy = undefined;
    });
    return busy;
  }

  async function work(): Promise<void> {
    while (next !== undefined && !isClosed) {
      const job: Job = next;
      next = undefined;
      await take(job, false);
    }
  }

  async function take(job: Job, isRetry: boolean): Promise<void> {
    const newest = running?.settings.revision ?? floor;
    const offered: OfferedRevision =
      job.kind === 'restore'
        ? job.revision
        : {
            ...job.frame,
            told: job.frame.revision,
            ...(newest === undefined ? {} : { takenOver: newest }),
          };
    const taken = await takeOver(offered, {
      reader,
      listener,
      onServing: parts.onServing,
      before: running,
      ...(job.kind === 'offer' ? { save: parts.save, ...own } : {}),
    });
    const { outcome } = taken;
    if (outcome.ok) {
      running = outcome.value;
      failed = undefined;
    } else if (outcome.problem.refusal === 'listener-failed') failed = job;
    note(log, job, taken, isRetry);
    if (isRetry) {
      if (outcome.ok) parts.onRecovered();
    } else if (job.kind === 'offer') parts.answer(answerTo(job.frame, taken, listener));
    tryAgainLater();
  }

  /** The port may become free at any time; nobody would tell. */
  function tryAgainLater(): void {
    clearTimeout(retry);
    if (isClosed || failed === undefined) return;
    const job = failed;
    retry = setTimeout(() => {
      if (busy !== undefined || isClosed) return;
      busy = take(job, true)
        .then(work)
        .finally(() => {
          busy = undefined;
        });
    }, retryMs);
  }

  return {
    running: () => running,
    restore: async (revision) => {
      floor = await numberOf(revision, reader);
      await begin({ kind: 'restore', revision });
    },
    offer: (frame) => void begin({ kind: 'offer', frame }),
    close: async () => {
      isClosed = true;
      next = undefined;
      clearTimeout(retry);
      await busy;
      await listener.close();
    },
  };
}

/** The number of a revision that Gatehouse signed for this connection; what anybody else wrote to the disk counts for nothing. */
async function numberOf(revision: SavedRevision, reader: RevisionReader): Promise<number | undefined> {
  const opened = await openSignedSettings(revision, reader.gatehouseKey);
  return opened.ok && opened.settings.connectionId === reader.connectionId ? opened.settings.revision : undefined;
}

function answerTo(
  { revision }: RevisionFrame,
  { outcome, tests, tookMs }: TakenOver,
  listener: FrontListeners,
): AcknowledgedFrame | RefusedFrame {
  if (outcome.ok) return { t: 'acknowledged', revision, listener: listener.state(), tests, tookMs };
  return { t: 'refused', revision, ...outcome.problem, tests, tookMs };
}

function note(log: Logger, job: Job, { outcome, tookMs }: TakenOver, isRetry: boolean): void {
  const from = job.kind === 'restore' ? 'disk' : 'Gatehouse';
  if (outcome.ok) {
    const { settings, listeners } = outcome.value;
    const { fingerprint: certificate } = listeners.main ?? listeners.kerberos ?? {};
    const facts = { revision: settings.revision, from, tookMs: Math.round(tookMs), certificate };
    log.info(facts, isPlanEmpty(listeners) ? 'revision taken over; it needs no listener' : 'revision taken over');
    return;
  }
  const { refusal, detail } = outcome.problem;
  const revision = job.kind === 'offer' ? job.frame.revision : undefined;
  log[isRetry ? 'debug' : 'error']({ revision, from, refusal }, `revision refused: ${detail}`);
}
