import { newId } from '#lib/core/ids.ts';
import type { ProblemView } from '#lib/core/problem.ts';
import type { ServiceContext } from '#lib/services/context.ts';

/** Logs what nobody foresaw under an incident id, and gives the person that id and nothing else. */
export function unexpectedProblem(context: ServiceContext, cause: unknown): ProblemView {
  const incident = newId('inc', context.fillRandom);
  context.log.error({ incident, err: cause }, 'unexpected failure');
  return {
    code: 'unexpected',
    message: `Something went wrong inside Gatehouse; nothing was changed. The log tells more under ${incident}.`,
  };
}
