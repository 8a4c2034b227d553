import {
  type MappingStrengthInput,
  type MappingStrengthView,
  mappingStrengthInputSchema,
} from '#lib/contracts/mapping-strength.ts';
import { type Outcome, success } from '#lib/core/outcome.ts';
import type { Context } from '#lib/services/context.ts';
import { findMappedPeople } from '#lib/services/mapping/find-mapped-people.ts';
import { parseInput } from '#lib/services/parse-input.ts';
import { requireViewer } from '#lib/services/require-actor.ts';

const mostListed = 200;

/** Who came by a weak mapping, and whom “require strong” would lock out. */
export async function readMappingStrength(
  ctx: Context,
  input: MappingStrengthInput,
): Promise<Outcome<MappingStrengthView>> {
  const allowed = requireViewer(ctx);
  if (!allowed.ok) return allowed;
  const parsed = parseInput(mappingStrengthInputSchema, input);
  if (!parsed.ok) return parsed;
  const found = await findMappedPeople(ctx, parsed.value);
  if (!found.ok) return found;
  const { people, isCut } = found.value;
  const weak = people.filter(({ standing }) => standing === 'weak');
  const strong = people.filter(({ standing }) => standing !== 'weak');
  return success({
    days: parsed.value.days,
    people: {
      total: people.length,
      weak: weak.length,
      strong: strong.length,
      bySid: strong.filter(({ standing }) => standing === 'sid').length,
      refused: weak.filter(({ certificates }) => certificates[0]?.isRefused === true).length,
      lockedOut: people.filter(({ isLockedOut }) => isLockedOut).length,
      withWeakCertificate: strong.filter(({ certificates }) => certificates.some(({ standing }) => standing === 'weak'))
        .length,
    },
    isCut,
    listed: people.slice(0, mostListed),
  });
}
