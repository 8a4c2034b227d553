import { badAuthorities } from '#script/trial/bad-authorities.ts';
import { badServers } from '#script/trial/bad-servers.ts';
import { brokenFiles } from '#script/trial/broken-files.ts';
import { goodFiles } from '#script/trial/good-files.ts';
import { people } from '#script/trial/people.ts';
import { trialDirectory } from '#script/trial/trial-directory.ts';
import type { TrialFile } from '#script/trial/trial-file.ts';
import { thisYear, trialWorld } from '#script/trial/trial-world.ts';

/** Every file of the trial folder, good at `now` unless it is made bad. */
export async function trialFolder(now: number): Promise<readonly TrialFile[]> {
  const world = await trialWorld(now);
  const server = await world.server('localhost', thisYear);
  return [
    ...(await goodFiles(world, server)),
    ...(await badServers(world)),
    ...(await badAuthorities(world, server)),
    ...(await people(world)),
    trialDirectory(),
    ...(await brokenFiles(server)),
  ];
}
