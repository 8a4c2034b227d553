import { Notice } from '#components/ui/notice.tsx';

/** What InsecurePageNotice shows where it is needed. */
export function InsecurePageText({ className }: { className?: string }) {
  return (
    <Notice
      tone="attention"
      title="This page came over plain http, so your browser refuses to do cryptography on it."
      {...(className === undefined ? {} : { className })}
    >
      <p>
        Certificates cannot be read, SSL keys cannot be sealed, and your password travels unprotected. Give Gatehouse a
        certificate by setting <code className="font-mono text-[13px]">GATEHOUSE_TLS_CERT</code> and{' '}
        <code className="font-mono text-[13px]">GATEHOUSE_TLS_KEY</code> to its files, or put a proxy with https in
        front of it; on the machine itself <code className="font-mono text-[13px]">http://localhost</code> works as it
        is.
      </p>
    </Notice>
  );
}
