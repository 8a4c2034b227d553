import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '#lib/core/outcome.ts';
import { isAtLeast, roles } from '#lib/core/role.ts';
import type { Actor, Context } from '#lib/services/context.ts';
import {
  ada,
  codeOf,
  olive,
  prepareWorld,
  stranger,
  system,
  victor,
} from '#lib/services/service-world.test-support.ts';
import { leastRoles, readVerbs, servicesFolder } from '#lib/services/verbs.test-support.ts';

const world = prepareWorld();
const verbs = readVerbs();
const byRole = { viewer: victor, operator: olive, owner: ada } as const;
const connector: Actor = { kind: 'connector', id: 'con_1' };

type Verb = (ctx: Context, ...input: unknown[]) => Promise<Outcome<unknown> | undefined>;

/** What the verb answers an input that names nothing; a verb that is asked by the wrong one in its own process throws instead. */
async function answerTo(actor: Actor, { name, file }: { name: string; file: string }): Promise<string> {
  const module: Record<string, Verb> = await import(join(servicesFolder, file));
  const verb = module[name];
  if (verb === undefined) throw new Error(`${file} exports no ${name}`);
  try {
    const outcome = await verb(world().as(actor), {}, {});
    return outcome === undefined ? 'went well' : codeOf(outcome);
  } catch (cause) {
    return cause instanceof Error && cause.message === 'Only Gatehouse itself may do this.' ? 'not-allowed' : 'threw';
  }
}

describe('roles', () => {
  it('are given to every verb that there is, and to no other', () => {
    expect(Object.keys(leastRoles).toSorted()).toEqual(verbs.map(({ name }) => name).toSorted());
  });

  const ofAdministrators = verbs.flatMap((verb) => {
    const least = leastRoles[verb.name];
    return least === 'viewer' || least === 'operator' || least === 'owner' ? [{ ...verb, least }] : [];
  });

  it.each(ofAdministrators)('$name is for a role of $least at least', async ({ least, ...verb }) => {
    for (const role of roles) {
      const answer = await answerTo(byRole[role], verb);
      if (isAtLeast(role, least)) expect(['went well', 'invalid-input', 'not-found']).toContain(answer);
      else expect(answer).toBe('not-allowed');
    }
    expect(await answerTo(stranger, verb)).toBe('not-signed-in');
    expect(await answerTo(connector, verb)).toBe('not-allowed');
    expect(await answerTo(system, verb)).toBe('not-allowed');
  });

  it.each(verbs.filter(({ name }) => /^(anonymous|system)$/.test(leastRoles[name] ?? '')))(
    '$name is for no administrator',
    async (verb) => {
      for (const role of roles) expect(await answerTo(byRole[role], verb)).toBe('not-allowed');
    },
  );

  it('refuses in a sentence that says which role is needed, and who gives it', async () => {
    const { deleteConnection } = await import('#lib/services/delete-connection.ts');
    const refused = await deleteConnection(world().as(victor), {});
    expect(refused).toMatchObject({
      problem: {
        message:
          'This needs the role owner, and yours is viewer. An owner can change it under Settings, Administrators.',
      },
    });
  });
});
