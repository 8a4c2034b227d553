'use client';

import { Download, ShieldCheck } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useAuditCheck } from '#components/audit/use-audit-check.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyles } from '#components/ui/button-styles.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { readChainPlaceText } from '#lib/core/chain-place-text.ts';

const CheckResult = loadWhenShown(() =>
  import('#components/audit/check-result.tsx').then((module) => module.CheckResult),
);

const noHead = 'This is no head of this log: paste its number and the 64 characters of its hash, as they were copied.';

/** Has the browser itself go through the chain, and holds it against a head that was kept elsewhere. */
export function CheckPanel() {
  const { check, start, cancel } = useAuditCheck();
  const [pasted, setPasted] = useState('');
  const [problem, setProblem] = useState<string>();

  function verify(event: FormEvent) {
    event.preventDefault();
    const kept = readChainPlaceText(pasted);
    const isWrong = pasted.trim() !== '' && kept === undefined;
    setProblem(isWrong ? noHead : undefined);
    if (!isWrong) start({ kept });
  }

  return (
    <Section
      title="Verify the chain"
      description="Each entry holds the hash of the one before it. Your browser reads them all and works every hash out anew, so that an entry that was changed, removed or put in is found."
    >
      <form onSubmit={verify} noValidate className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <Field label="A head you kept, if any" error={problem} className="w-full lg:w-[34rem]">
          <Input
            mono
            value={pasted}
            placeholder="812 9f86d081884c7d65…"
            spellCheck={false}
            autoComplete="off"
            maxLength={1_000}
            onChange={(event) => setPasted(event.target.value)}
          />
        </Field>
        <div className="flex flex-wrap gap-2 lg:mt-[1.5625rem]">
          <Button type="submit" variant="primary" isBusy={check.t === 'progress'}>
            {check.t !== 'progress' && <ShieldCheck aria-hidden="true" />}
            Verify
          </Button>
          {check.t === 'progress' ? (
            <Button onClick={cancel}>Stop</Button>
          ) : (
            <a href="/api/audit/export" download className={buttonStyles({})}>
              <Download aria-hidden="true" />
              Export all
            </a>
          )}
        </div>
      </form>
      {check.t === 'progress' && <Progress entries={check.entries} total={check.total} />}
      {check.t === 'problem' && (
        <Notice tone="attention" title="The chain could not be verified.">
          {check.message}
        </Notice>
      )}
      {check.t === 'verdict' && <CheckResult verdict={check.verdict} keyFingerprint={check.keyFingerprint} />}
    </Section>
  );
}

function Progress({ entries, total }: { entries: number; total: number }) {
  return (
    <div className="flex flex-col gap-1">
      <progress aria-label="Verified" className="h-2 w-full accent-accent" max={Math.max(1, total)} value={entries} />
      <p className="text-muted tabular-nums">
        {total === 0
          ? 'Reading the log…'
          : `${entries.toLocaleString('en')} of ${total.toLocaleString('en')} entries verified.`}
      </p>
    </div>
  );
}
