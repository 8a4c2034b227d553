import type { Metadata } from 'next';
import { ToolCards } from '#components/workshop/tool-cards.tsx';

export const metadata: Metadata = { title: 'Workshop' };

export default function WorkshopPage() {
  return <ToolCards />;
}
