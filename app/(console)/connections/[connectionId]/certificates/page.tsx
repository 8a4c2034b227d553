import type { Metadata } from 'next';
import { CertificatesPanel } from '#components/certificates/certificates-panel.tsx';

export const metadata: Metadata = { title: 'Certificates' };

export default async function CertificatesPage({ params }: { params: Promise<{ connectionId: string }> }) {
  return <CertificatesPanel connectionId={(await params).connectionId} />;
}
