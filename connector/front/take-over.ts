import { performance } from 'node:perf_hooks';
import { reasonOf } from '#connector/disk/read-json-file.ts';
import type { SavedRevision } from '#connector/disk/saved-revision.ts';
import type { FrontListeners } from '#connector/front/front-listeners.ts';
import { isPlanEmpty } from '#connector/front/listener-plan.ts';
import type { OwnTests } from '#connector/front/own-tests/own-tests.ts';
import { type OfferedRevision, prepareRevision, type RevisionReader } from '#connector/front/prepare-revision.ts';
import { type Refused, refused } from '#connector/front/refused.ts';
import { noteSelfTests, type SelfTests } from '#connector/front/self-tests.ts';
import type { ServableRevision } from '#connector/front/servable-revision.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { SelfTest } from '#lib/wire/frames.ts';

export type TakeOverParts = {
  readonly reader: RevisionReader;
  readonly listener: FrontListeners;
  /** Not given for a revision that comes from the disk. */
  readonly save?: (revision: SavedRevision) => Promise<void>;
  /** From here on requests are answered by this revision. */
  readonly onServing: (revision: ServableRevision | undefined) => void;
  readonly before: ServableRevision | undefined;
  /** Not given for a revision that comes from the disk: it served before. */
  readonly ownTests?: OwnTests;
};

export type TakenOver = {
  readonly outcome: Outcome<ServableRevision, Refused>;
  readonly tests: SelfTest[];
  readonly tookMs: number;
};

/** One revision from the wire or the disk to the listener; whatever goes wrong, what ran before runs on. */
export async function takeOver(offered: OfferedRevision, parts: TakeOverParts): Promise<TakenOver> {
  const began = performance.now();
  const tests = noteSelfTests();
  let outcome: TakenOver['outcome'];
  try {
    outcome = await attempt(offered, parts, tests);
  } catch (cause) {
    outcome = refused('unexpected', reasonOf(cause));
  }
  return { outcome, tests: tests.done(), tookMs: performance.now() - began };
}

async function attempt(
  offered: OfferedRevision,
  { reader, listener, save, onServing, before, ownTests }: TakeOverParts,
  tests: SelfTests,
): Promise<TakenOver['outcome']> {
  const prepared = await prepareRevision(offered, reader, tests);
  if (!prepared.ok) return prepared;
  const revision = prepared.value;
  const { listeners } = revision;
  const begun = await ownTests?.begin(revision, before);
  tests.add(begun?.tests ?? []);

  if (isPlanEmpty(listeners)) {
    // Nobody is turned away before the settings that say so are on the disk.
    const saved = await keep(save, revision.saved, tests);
    if (!saved.ok) return saved;
    onServing(revision);
    void listener.close();
    return success(revision);
  }
  // Requests are judged by the new authorities from the same turn on in which handshakes are.
  onServing(revision);
  // From the disk nothing was promised to anybody yet: one listener is better than none.
  const isPartEnough = save === undefined;
  const served = await tests.run('listener', () => listener.serve(listeners, isPartEnough));
  if (!served.ok) {
    onServing(before);
    return served;
  }
  tests.add((await begun?.after()) ?? []);
  const saved = await keep(save, revision.saved, tests);
  if (!saved.ok) {
    onServing(before);
    served.value.undo();
    return saved;
  }
  served.value.finish();
  return success(revision);
}

async function keep(
  save: TakeOverParts['save'],
  revision: SavedRevision,
  tests: SelfTests,
): Promise<Outcome<void, Refused>> {
  if (save === undefined) return success(undefined);
  return tests.run('saved', async () => {
    try {
      await save(revision);
      return success(undefined);
    } catch (cause) {
      return refused('not-saved', reasonOf(cause));
    }
  });
}
