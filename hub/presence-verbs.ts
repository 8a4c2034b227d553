import { findWithdrawn } from '#lib/services/processes/find-withdrawn.ts';
import { readLinks } from '#lib/services/processes/read-links.ts';
import { recordBeat } from '#lib/services/processes/record-beat.ts';
import { recordLinks } from '#lib/services/processes/record-links.ts';
import { removeDeadProcesses } from '#lib/services/processes/remove-dead-processes.ts';
import { removeProcess } from '#lib/services/processes/remove-process.ts';

/** What a hub among others asks of services. */
export type PresenceVerbs = {
  readonly findWithdrawn: typeof findWithdrawn;
  readonly readLinks: typeof readLinks;
  readonly recordBeat: typeof recordBeat;
  readonly recordLinks: typeof recordLinks;
  readonly removeDeadProcesses: typeof removeDeadProcesses;
  readonly removeProcess: typeof removeProcess;
};

export const presenceVerbs: PresenceVerbs = {
  findWithdrawn,
  readLinks,
  recordBeat,
  recordLinks,
  removeDeadProcesses,
  removeProcess,
};
