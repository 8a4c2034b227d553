import type { Metadata } from 'next';
import { BundleTool } from '#components/workshop/workshop-tools.tsx';

export const metadata: Metadata = { title: 'Split and join' };

export default function BundlesPage() {
  return <BundleTool />;
}
