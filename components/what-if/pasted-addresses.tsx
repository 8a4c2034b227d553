'use client';

import { Download } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { ChangeGroups } from '#components/what-if/change-groups.tsx';
import { count } from '#components/words/count.ts';
import { saveFile } from '#components/workshop/save-file.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import { flowSettings, type Settings } from '#lib/contracts/settings.ts';
import { compileFlow } from '#lib/flow/decide-flow.ts';
import { compareFlows } from '#lib/flow/what-if.ts';
import { type FoundAddresses, findAddresses } from '#lib/flow/what-if-addresses.ts';
import type { WhatIfAnswer } from '#lib/flow/what-if-answer.ts';
import { collectChanges } from '#lib/flow/what-if-changes.ts';
import { whatIfCsv } from '#lib/flow/what-if-export.ts';
import { pastedSentence } from '#lib/flow/what-if-words.ts';

const mostListed = 100;
const mostChanges = 100;

/** Addresses out of any text, decided here in the page: nothing of what is pasted is sent or kept. */
export function PastedAddresses({ connection }: { connection: ConnectionView }) {
  const [pasted, setPasted] = useState('');
  const text = useDeferredValue(pasted);
  const found = useMemo(() => findAddresses(text), [text]);
  const decide = useMemo(() => decider(connection), [connection]);
  const answer = useMemo(() => decide(found, mostListed), [decide, found]);
  return (
    <div className="flex flex-col gap-4">
      <Field
        label="Text with addresses in it"
        hint="A list, a log, a table: IPv4 and IPv6 addresses are found in it. It is decided in this page and sent nowhere."
      >
        <Textarea
          mono
          rows={6}
          spellCheck={false}
          value={pasted}
          placeholder={'203.0.113.9\n2001:db8:12::7'}
          onChange={(event) => setPasted(event.target.value)}
        />
      </Field>
      <div aria-live="polite" className="flex flex-col gap-1">
        {found.addresses.length > 0 && (
          <p className="max-w-prose text-lg font-medium text-pretty">{pastedSentence(answer)}</p>
        )}
        {found.addresses.length === 0 && text.trim() !== '' && (
          <p className="font-medium">There is no address in this text.</p>
        )}
        <Reading found={found} />
      </div>
      {answer.changes.length > 0 && (
        <>
          <ChangeGroups answer={answer} hasPeople={false} />
          <Button
            size="small"
            className="w-fit"
            onClick={() => {
              const text = whatIfCsv(decide(found, found.addresses.length));
              saveFile({ name: 'what-if-addresses.csv', blob: new Blob([text], { type: 'text/csv; charset=utf-8' }) });
            }}
          >
            <Download aria-hidden="true" />
            Whole lists as CSV
          </Button>
        </>
      )}
    </div>
  );
}

function Reading({ found: { unread, unreadCount, isCut, addresses } }: { found: FoundAddresses }) {
  return (
    <>
      {unreadCount > 0 && (
        <p className="text-muted">
          Not an address: <span className="font-mono break-all">{unread.join(', ')}</span>
          {unreadCount > unread.length && ` and ${(unreadCount - unread.length).toLocaleString('en')} more`}.
        </p>
      )}
      {isCut && (
        <p className="text-muted">
          The text holds more; the first {count(addresses.length, 'address', 'addresses')} are looked at.
        </p>
      )}
    </>
  );
}

/** Compiles both settings once for whatever is pasted; with the addresses connectors are seen from, as the flow does. */
function decider({ draft, running, connectors }: ConnectionView) {
  const seenFrom = connectors.flatMap(({ seenFrom: address, name }) =>
    address === '' ? [] : [{ address, connector: name }],
  );
  const compile = (settings: Settings) => compileFlow(flowSettings(settings), seenFrom);
  const compare = compareFlows(running === null ? undefined : compile(running.settings), compile(draft.settings));
  return ({ addresses }: FoundAddresses, most: number): WhatIfAnswer => {
    const collected = collectChanges({ compare, mostListed: most, mostChanges });
    for (const { address } of addresses) collected.add({ address, signIns: 0, attempts: 0 });
    return collected.done();
  };
}
