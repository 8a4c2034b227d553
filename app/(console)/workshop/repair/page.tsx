import type { Metadata } from 'next';
import { RepairTool } from '#components/workshop/workshop-tools.tsx';

export const metadata: Metadata = { title: 'Repair a PFX' };

export default function RepairPage() {
  return <RepairTool />;
}
