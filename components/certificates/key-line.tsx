import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { KeyState } from '#components/certificates/key-state.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** Where the key of the SSL certificate is, in one line; what to do where it is not where it should be. */
export function KeyLine({ state, name }: { state: KeyState; name: string }): ReactNode {
  switch (state.state) {
    case 'no-certificate':
      return null;
    case 'to-seal':
      return (
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone="accent" icon={KeyRound}>
            key read
          </Badge>
          Saving seals it in this browser to {connectors(state.connectors)}; nobody else can open it, Gatehouse
          included.
        </p>
      );
    case 'sealed':
      return (
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone="good">key sealed to {state.connectors}</Badge>
          {state.connectors === 1 ? 'The connector' : 'Every connector'} of this connection can serve with it.
        </p>
      );
    case 'held':
      return <HeldKeyLine holders={state.holders} missing={state.missing} />;
    case 'sealed-to-some':
      return (
        <Notice
          tone="attention"
          title={`The key is sealed to ${state.sealed} of ${state.sealed + state.missing.length} connectors`}
        >
          {list(state.missing)} came after the key was sealed. Drop the file with the key of {name} again and save: the
          key itself is kept nowhere it could be taken from.
        </Notice>
      );
    case 'nobody-to-seal-to':
      return (
        <Notice tone="attention" title="There is no connector yet that the key could be sealed to">
          Saving keeps the certificate, not the key. Enrol a connector first, then drop this file again.
        </Notice>
      );
    case 'missing':
      return (
        <Notice tone="attention" title={`The key of ${name} is missing`}>
          Connectors cannot serve the certificate without it. Drop the .key, .pem or .pfx file that holds it.
        </Notice>
      );
  }
}

function HeldKeyLine({ holders, missing }: { holders: readonly string[]; missing: readonly string[] }) {
  const where = `The key is on ${list(holders)}, where it was made`;
  if (missing.length === 0)
    return (
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone="good">key on {list(holders)}</Badge>
        <span className="min-w-0">{where}; no file is needed.</span>
      </p>
    );
  return (
    <Notice tone="attention" title={where}>
      {list(missing)} {missing.length === 1 ? 'has not got it and' : 'have not got it and'} will refuse the revision.
      Take the key’s file (<span className="font-mono text-[13px]">held-key-….pem</span>) from the data folder of{' '}
      {holders[0]} and drop it here: saving seals it to the others. Or request a certificate with a key made in the
      browser.
    </Notice>
  );
}

function connectors(amount: number): string {
  return amount === 1 ? 'the connector' : amount === 2 ? 'both connectors' : `all ${amount} connectors`;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
