import 'server-only';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { doorContext, doorSecret } from '#lib/bff/door-context.ts';
import { type DoorView, doorPath } from '#lib/contracts/door.ts';
import { readDoor } from '#lib/services/sign-in/read-door.ts';

type Page = Parameters<typeof doorPath>[1];
type StepOf<Name extends Page> = Extract<
  DoorView['step'],
  { kind: Name extends 'certificate' | 'kerberos' ? 'connector' : Name }
>;

const read = cache(async (signInId: string) =>
  readDoor(await doorContext(), { signInId, secret: await doorSecret(signInId) }),
);

/** What a page of the door shows. Whoever stands at another step is sent to its page; a sign-in that is none of this browser’s is not found. */
export async function doorPage<Name extends Page>(
  signInId: string,
  page: Name,
): Promise<Omit<DoorView, 'step'> & { readonly step: StepOf<Name> }> {
  const outcome = await read(signInId);
  if (!outcome.ok) {
    if (outcome.problem.code === 'unavailable') redirect('/door/problem?why=unavailable');
    notFound();
  }
  const { step, ...door } = outcome.value;
  if (!isAt(step, page)) redirect(doorPath(door.signInId, pageOf(step)));
  return { ...door, step };
}

function isAt<Name extends Page>(step: DoorView['step'], page: Name): step is StepOf<Name> {
  return pageOf(step) === page;
}

function pageOf(step: DoorView['step']): Page {
  if (step.kind !== 'connector') return step.kind;
  return step.method === 'kerberos' ? 'kerberos' : 'certificate';
}
