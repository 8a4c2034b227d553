import { CircleAlert, CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { CertificateFacts } from '#components/sign-ins/certificate-facts.tsx';
import { durationWords, stepName, tryResultOf } from '#components/sign-ins/sign-in-words.ts';
import { Badge } from '#components/ui/badge.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Moment } from '#components/ui/moment.tsx';
import type { SignInTry } from '#lib/contracts/sign-in.ts';
import { signInReason } from '#lib/contracts/sign-in-reasons.ts';
import { methodName } from '#lib/flow/flow-settings.ts';

/** One method that was tried: what came of it, by whom, and each step with what it found. */
export function TryItem({ tried, connectionId }: { tried: SignInTry; connectionId: string }) {
  const { tone, word } = tryResultOf(tried);
  const reason = tried.reason === null ? undefined : signInReason(tried.reason);
  const name = methodName(tried.method);
  return (
    <li className="flex min-w-0 flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-semibold">{name.charAt(0).toUpperCase() + name.slice(1)}</h3>
        <Badge tone={tone}>{word}</Badge>
        {reason !== undefined && tried.reason !== null && (
          <Link
            href={`/sign-ins?reason=${encodeURIComponent(tried.reason)}`}
            title="All sign-ins with this reason"
            className="font-medium underline decoration-line-strong decoration-dotted underline-offset-4 hover:text-accent"
          >
            {reason.title}
          </Link>
        )}
        <span className="text-muted">
          <Moment at={tried.startedAt} isExact />
          {tried.tookMs !== null && ` · ${durationWords(tried.tookMs)}`}
          {tried.connectorName !== null && (
            <>
              {' · '}
              <Link href={`/connections/${connectionId}/connectors`} className="underline hover:text-ink">
                {tried.connectorName}
              </Link>
            </>
          )}
        </span>
      </div>
      {reason !== undefined && (
        <p className="max-w-prose text-pretty">
          {reason.message} <span className="text-muted">{reason.remedy}</span>
        </p>
      )}
      {tried.detail !== '' && <CopyText text={tried.detail} wraps className="text-muted" />}
      {tried.claimedName !== null && (
        <p>
          <span className="text-muted">{tried.method === 'kerberos' ? 'Principal' : 'Name'}</span>{' '}
          <CopyText text={tried.claimedName} wraps />
        </p>
      )}
      {tried.certificate !== null && (
        <CertificateFacts certificate={tried.certificate} connectionId={connectionId} at={tried.startedAt} />
      )}
      {tried.steps.length > 0 && <Steps steps={tried.steps} />}
    </li>
  );
}

function Steps({ steps }: { steps: SignInTry['steps'] }) {
  return (
    <ol aria-label="Steps" className="flex flex-col gap-1">
      {steps.map(({ step, isPassed, detail, tookMs }, at) => {
        const Icon = isPassed ? CircleCheck : CircleAlert;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps of a try never change places.
          <li key={at} className="flex min-w-0 flex-wrap items-start gap-x-2 sm:flex-nowrap">
            <Icon
              aria-label={isPassed ? 'passed' : 'failed'}
              className={`mt-0.5 size-4 shrink-0 ${isPassed ? 'text-good' : 'text-bad'}`}
            />
            <span className="flex-1 sm:w-32 sm:flex-none">{stepName(step)}</span>
            <span className="order-last min-w-0 basis-full pl-6 font-mono text-[13px] break-words text-muted sm:order-none sm:flex-1 sm:basis-0 sm:pl-0">
              {detail}
            </span>
            <span className="shrink-0 text-muted tabular-nums">{durationWords(tookMs)}</span>
          </li>
        );
      })}
    </ol>
  );
}
