'use client';

import { type RefObject, useState } from 'react';
import type { DryRunReading } from '#components/dry-run/dry-run-reading.ts';
import { StepList } from '#components/dry-run/step-list.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';

const looks: Readonly<Record<DryRunReading['result'], { readonly tone: Tone; readonly word: string }>> = {
  in: { tone: 'good', word: 'gets in' },
  refused: { tone: 'bad', word: 'refused' },
  open: { tone: 'attention', word: 'not known' },
  flow: { tone: 'neutral', word: 'flow decided' },
};

type DryRunResultProps = {
  reading: DryRunReading;
  report: string;
  /** Makes the address for a colleague; undefined where what was filled in is too long for one. */
  makeLink: () => Promise<string | undefined>;
  heading: RefObject<HTMLHeadingElement | null>;
};

/** The answer first, then what would have to change, then every step. */
export function DryRunResult({ reading, report, makeLink, heading }: DryRunResultProps) {
  const { result, sentence, basis, disagreement, steps, changes } = reading;
  const { tone, word } = looks[result];
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold text-pretty break-words outline-none">
            {sentence}
          </h2>
          <Badge tone={tone}>{word}</Badge>
        </div>
        <p className="max-w-prose text-pretty text-muted">{basis.join(' ')}</p>
        <CopyButtons report={report} makeLink={makeLink} />
      </div>
      {disagreement !== undefined && (
        <Notice tone="bad" title="Browser and connector do not agree">
          {disagreement}
        </Notice>
      )}
      {changes.length > 0 && (
        <Section title="What would have to change">
          <ul className="list-disc pl-5">
            {changes.map((change) => (
              <li key={change} className="max-w-prose text-pretty break-words">
                {change}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Steps">
        <StepList steps={steps} />
      </Section>
    </div>
  );
}

const said = {
  report: 'The report is on the clipboard.',
  link: 'The link is on the clipboard. It opens with everything filled in, and asks nothing before “Run”.',
  'too-long': 'This is too long for a link: the certificates are too large. Send the files beside the report.',
  refused: 'The browser does not allow copying here.',
} as const;

function CopyButtons({ report, makeLink }: Pick<DryRunResultProps, 'report' | 'makeLink'>) {
  const [state, setState] = useState<keyof typeof said>();
  const copy = async (what: 'report' | 'link') => {
    const text = what === 'report' ? report : await makeLink();
    // Absent on plain http from another host.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    if (text === undefined) return setState('too-long');
    if (clipboard === undefined) return setState('refused');
    return clipboard.writeText(text).then(
      () => setState(what),
      () => setState('refused'),
    );
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button size="small" onClick={() => void copy('report')}>
        Copy as text
      </Button>
      <Button size="small" onClick={() => void copy('link')}>
        Copy link for a colleague
      </Button>
      <p aria-live="polite" className="text-muted">
        {state === undefined ? '' : said[state]}
      </p>
    </div>
  );
}
