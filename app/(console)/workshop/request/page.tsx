import type { Metadata } from 'next';
import { chosenHost } from '#app/(console)/workshop/chosen-host.ts';
import { RequestTool } from '#components/workshop/workshop-tools.tsx';

export const metadata: Metadata = { title: 'Certificate request' };

type Props = { searchParams: Promise<{ connection?: string | string[] }> };

export default async function RequestPage({ searchParams }: Props) {
  const { connection } = await searchParams;
  return (
    <RequestTool host={await chosenHost(connection)} connectionId={typeof connection === 'string' ? connection : ''} />
  );
}
