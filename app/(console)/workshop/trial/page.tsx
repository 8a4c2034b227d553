import type { Metadata } from 'next';
import { chosenHost } from '#app/(console)/workshop/chosen-host.ts';
import { TrialTool } from '#components/workshop/workshop-tools.tsx';

export const metadata: Metadata = { title: 'Trial certificates' };

type Props = { searchParams: Promise<{ connection?: string | string[] }> };

export default async function TrialPage({ searchParams }: Props) {
  return <TrialTool host={await chosenHost((await searchParams).connection)} />;
}
