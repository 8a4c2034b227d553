import { keyText } from '#components/certificates/certificate-words.ts';
import { dateText } from '#components/certificates/time-left.ts';
import type { SslArrangement } from '#components/pki-worker/pki-calls.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { count } from '#components/words/count.ts';

type ArrangementNotesProps = {
  arrangement: SslArrangement;
  onChoose: (fingerprint: string) => void;
  onAddAuthorities: (() => void) | undefined;
};

/** What the dropped files come to for the SSL certificate, where there is more to say than that it is complete. */
export function ArrangementNotes({ arrangement, onChoose, onAddAuthorities }: ArrangementNotesProps) {
  const { state, spareKeys, further, chain, choices, keyFinding } = arrangement;
  const name = chain[0]?.name ?? '';
  return (
    <>
      {state === 'key-without-certificate' && (
        <Notice tone="attention" title="There is a key, but no certificate that belongs to it">
          Drop the certificate your authority issued for this key too (.cer, .crt, .pem or .p7b).
        </Notice>
      )}
      {keyFinding !== undefined && (
        <Notice tone="bad" title={keyFinding.message}>
          The certificate was made for another key ({spareKeys.map((key) => keyText(key.publicKey)).join(', ')} here).{' '}
          {keyFinding.remedy} <span className="font-mono text-2xs text-faint">{keyFinding.id}</span>
        </Notice>
      )}
      {state === 'complete' && spareKeys.length > 0 && (
        <Notice
          tone="neutral"
          title={`${count(spareKeys.length, 'other key')} in these files ${spareKeys.length === 1 ? 'is' : 'are'} not used`}
        >
          Only the key of {name} is sealed; the {spareKeys.length === 1 ? 'other one is' : 'others are'} forgotten.
        </Notice>
      )}
      {state === 'authorities-only' && (
        <Notice tone="attention" title="These files hold CA certificates only">
          Drop the server’s own certificate and its key for the front-facing URL.
        </Notice>
      )}
      {choices.length > 0 && (
        <fieldset className="flex flex-col gap-1.5 rounded-md border px-3 py-2.5">
          <legend className="px-1 font-medium">
            {state === 'several-certificates'
              ? `${choices.length} certificates could be the server’s own. Which one is it?`
              : 'These files hold more than one server certificate'}
          </legend>
          {choices.map((choice, place) => (
            <label key={choice.fingerprint} className="flex items-baseline gap-2">
              <input
                type="radio"
                name="server-certificate"
                className="accent-accent"
                checked={state !== 'several-certificates' && place === 0}
                onChange={() => onChoose(choice.fingerprint)}
              />
              <span className="min-w-0">
                <span className="font-medium">{choice.name}</span>{' '}
                <span className="text-muted">
                  from {choice.issuerName}, until {dateText(choice.notAfter)}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {further.length > 0 && onAddAuthorities !== undefined && (
        <Notice
          tone="neutral"
          title={`${count(further.length, 'more CA certificate')} found: ${further
            .slice(0, 4)
            .map((one) => one.name)
            .join(', ')}${further.length > 4 ? ' …' : ''}`}
          action={
            <Button size="small" onClick={onAddAuthorities}>
              Add to CA certificates
            </Button>
          }
        >
          {further.length === 1 ? 'It is' : 'They are'} not part of this chain. Add{' '}
          {further.length === 1 ? 'it' : 'them'} only if people’s certificates come from there.
        </Notice>
      )}
    </>
  );
}
