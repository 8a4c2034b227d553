import { FlowPanel } from '#components/flow/flow-panel.tsx';

export default async function FlowPage({ params }: { params: Promise<{ connectionId: string }> }) {
  return <FlowPanel connectionId={(await params).connectionId} />;
}
