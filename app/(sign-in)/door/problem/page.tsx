import type { Metadata } from 'next';
import { DoorProblem } from '#components/door/door-problem.tsx';

export const metadata: Metadata = { title: 'This sign-in cannot go on' };

type Props = { searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function ProblemPage({ searchParams }: Props) {
  const { why, 'sign-in': signInId } = await searchParams;
  const isId = typeof signInId === 'string' && /^[\w-]{1,64}$/.test(signInId);
  return <DoorProblem why={typeof why === 'string' ? why : ''} signInId={isId ? signInId : undefined} />;
}
