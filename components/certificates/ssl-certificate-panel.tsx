'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { ArrangementNotes } from '#components/certificates/arrangement-notes.tsx';
import { CertificateRow } from '#components/certificates/certificate-row.tsx';
import { keyText, signatureText } from '#components/certificates/certificate-words.ts';
import { DroppedFileRow } from '#components/certificates/dropped-file-row.tsx';
import { KeyLine } from '#components/certificates/key-line.tsx';
import { keyState } from '#components/certificates/key-state.ts';
import type { CertificatesEditor } from '#components/certificates/use-certificates-editor.ts';
import { FindingList } from '#components/findings/finding-list.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { Section } from '#components/ui/section.tsx';
import { count } from '#components/words/count.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { Finding } from '#lib/core/finding.ts';

/** Where the key is stands in a line of its own. */
const saidByKeyLine: ReadonlySet<string> = new Set(['SSL-KEY-NOT-SEALED', 'SSL-KEY-MISSING']);

/** What the workshop puts right. */
const repairable: ReadonlySet<string> = new Set(['SSL-CHAIN-ORDER', 'SSL-MISSING-INTERMEDIATE']);

function repairLink({ id }: Finding): ReactNode {
  return repairable.has(id) ? <RepairLink /> : null;
}

function RepairLink() {
  return (
    <Link href="/workshop/repair" className="text-accent-strong underline">
      Repair it in the workshop
    </Link>
  );
}

type SslCertificatePanelProps = { connection: ConnectionView; editor: CertificatesEditor; now: number };

export function SslCertificatePanel({ connection, editor, now }: SslCertificatePanelProps) {
  const { judgement, arrangement, pending, saved } = editor;
  const url = saved.frontFacingUrl;
  const chain = (judgement?.sslChain ?? []).flatMap((print) => judgement?.certificates[print] ?? []);
  const leaf = chain[0];
  const last = chain.at(-1);
  const entries = editor.entries.filter((one) => one.target === 'ssl');
  const findings = (judgement?.findings ?? []).filter(
    (one) => one.area === 'ssl-certificate' && !saidByKeyLine.has(one.id),
  );
  const inChain = new Set(chain.map((one) => one.fingerprint));
  const key = keyState({
    leaf,
    savedLeaf: pending.ssl === undefined ? leaf : arrangement?.currentLeaf,
    pendingKey: pending.ssl?.keyFingerprint,
    connectors: connection.connectors,
  });
  const further = (arrangement?.further ?? []).filter((one) => !editor.settings.caCertificates.includes(one.base64));
  return (
    <Section
      title="SSL certificate"
      description={
        url === '' ? (
          <>
            What connectors show at the front-facing URL.{' '}
            <Link href={`/connections/${connection.id}/methods`} className="text-accent-strong underline">
              Set the URL
            </Link>{' '}
            so that its name can be compared.
          </>
        ) : (
          <>
            What connectors show at <span className="font-mono text-[13px] break-all text-ink">{url}</span>
          </>
        )
      }
      action={
        leaf === undefined ? undefined : (
          <Button size="small" onClick={editor.removeSsl}>
            Remove
          </Button>
        )
      }
    >
      {leaf !== undefined && (
        <div className="flex flex-col gap-2">
          <ol
            aria-label="Chain, the server’s own certificate first"
            className="flex flex-col divide-y divide-line border-y"
          >
            {chain.map((certificate, place) => (
              <li key={certificate.fingerprint} style={{ paddingLeft: `${Math.min(place, 6) * 20}px` }}>
                <CertificateRow
                  certificate={certificate}
                  now={now}
                  findings={findings.filter((one) => one.fingerprint === certificate.fingerprint)}
                  fixFor={repairLink}
                  badge={
                    pending.ssl !== undefined && place === 0 ? (
                      <Badge tone="accent" icon={null}>
                        new
                      </Badge>
                    ) : undefined
                  }
                />
              </li>
            ))}
            {last !== undefined && last.issuer !== last.subject && (
              <li style={{ paddingLeft: `${Math.min(chain.length, 6) * 20 + 22}px` }} className="py-1.5 text-muted">
                issued by {last.issuerName}, which is not sent: devices must know it themselves
              </li>
            )}
          </ol>
          <p className="text-muted">
            {keyText(leaf.publicKey)} · {signatureText(leaf.signature)} · {count(leaf.alternativeNames.length, 'name')}
          </p>
          <KeyLine state={key} name={leaf.name} />
        </div>
      )}
      <FindingList
        findings={findings.filter((one) => one.fingerprint === undefined || !inChain.has(one.fingerprint))}
        actionFor={repairLink}
      />
      <DropZone
        label={leaf === undefined ? 'Drop the certificate, its key and its chain' : 'Drop files to replace it'}
        hint="Any number of .pfx, .pem, .cer, .key, .p7b at once; names do not matter. The key stays in this browser until it is sealed."
        onFiles={(files) => void editor.drop(files, 'ssl')}
      />
      {leaf === undefined && (
        <p className="text-muted">
          None yet?{' '}
          <Link href={`/workshop/request?connection=${connection.id}`} className="text-accent-strong underline">
            Request one
          </Link>{' '}
          from your authority, or{' '}
          <Link href={`/workshop/trial?connection=${connection.id}`} className="text-accent-strong underline">
            make one for trying out
          </Link>
          .
        </p>
      )}
      {entries.length > 0 && (
        <ul aria-label="Files dropped for the SSL certificate" className="flex flex-col divide-y divide-line">
          {entries.map((entry) => (
            <DroppedFileRow
              key={entry.id}
              entry={entry}
              legacyNote={
                <>
                  It was read; the key will be sealed with AES-256 anyway. For other programs: <RepairLink />.
                </>
              }
              onPassphrase={(passphrase) => void editor.unlock(entry, passphrase)}
              onForget={() => editor.forget(entry)}
            />
          ))}
        </ul>
      )}
      {arrangement !== undefined && (
        <ArrangementNotes
          arrangement={{ ...arrangement, further }}
          onChoose={(fingerprint) => void editor.choose(fingerprint)}
          onAddAuthorities={() => editor.addAuthorities(further)}
        />
      )}
    </Section>
  );
}
