'use client';

import { useMemo } from 'react';
import { CaTree } from '#components/certificates/ca-tree.tsx';
import { DroppedFileRow } from '#components/certificates/dropped-file-row.tsx';
import { HintNameList } from '#components/certificates/hint-name-list.tsx';
import type { SortedFile } from '#components/certificates/sort-authorities.ts';
import type { CertificatesEditor } from '#components/certificates/use-certificates-editor.ts';
import { FindingList } from '#components/findings/finding-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { Section } from '#components/ui/section.tsx';
import { count } from '#components/words/count.ts';

export function CaCertificatesPanel({ editor, now }: { editor: CertificatesEditor; now: number }) {
  const { judgement, settings, pending, arrangement } = editor;
  const entries = editor.entries.filter((one) => one.target === 'ca');
  const unsaved = useMemo(() => new Set(pending.added.map((one) => one.fingerprint)), [pending.added]);
  const offered = useMemo(() => {
    const inList = new Set(settings.caCertificates);
    const dropped = editor.entries.flatMap((one) => one.read?.certificates ?? []);
    const chain = arrangement?.chain ?? [];
    return [...dropped, ...chain].filter((one) => one.isAuthority && !inList.has(one.base64));
  }, [editor.entries, arrangement, settings.caCertificates]);
  const listed = new Set(Object.values(judgement?.certificates ?? {}).map((one) => one.fingerprint));
  const general = (judgement?.findings ?? []).filter(
    (one) => one.area === 'ca-certificates' && (one.fingerprint === undefined || !listed.has(one.fingerprint)),
  );
  return (
    <Section
      title="CA certificates"
      description="Whose people may come in: a certificate is accepted when one of these issued it. Give the root and every authority below it."
    >
      <FindingList findings={general} />
      {judgement !== undefined && judgement.caForest.length > 0 && (
        <CaTree
          judgement={judgement}
          now={now}
          unsaved={unsaved}
          offered={offered}
          onAdd={editor.addAuthority}
          onRemove={editor.removeAuthority}
          onRemoveAll={editor.removeAuthorities}
        />
      )}
      <DropZone
        label={settings.caCertificates.length === 0 ? 'Drop the authorities’ certificates' : 'Drop more authorities'}
        hint="Any number of files in any format, whole bundles too. What is no authority is passed over, with the reason."
        onFiles={(files) => void editor.drop(files, 'ca')}
      />
      {entries.length > 0 && (
        <ul aria-label="Files dropped for the CA certificates" className="flex flex-col divide-y divide-line">
          {entries.map((entry) => {
            const file = editor.sorted.get(entry.id);
            return (
              <DroppedFileRow
                key={entry.id}
                entry={entry}
                outcome={
                  file !== undefined && <SortedOutcome file={file} onUseAsSsl={() => void editor.takeAsSsl(entry)} />
                }
                onPassphrase={(passphrase) => void editor.unlock(entry, passphrase)}
                onForget={() => editor.forget(entry)}
              />
            );
          })}
        </ul>
      )}
      {judgement !== undefined && judgement.hintNames.length > 0 && <HintNameList judgement={judgement} />}
    </Section>
  );
}

function SortedOutcome({ file, onUseAsSsl }: { file: SortedFile; onUseAsSsl: () => void }) {
  const { taken, passedOver, looksLikeSslCertificate } = file;
  return (
    <>
      {taken.length > 0 && (
        <p>
          {taken.length > 4
            ? `${count(taken.length, 'CA certificate')} added`
            : `Added: ${taken.map((one) => one.name).join(', ')}`}
        </p>
      )}
      {passedOver.length > 0 && (
        <ul className="text-muted">
          {passedOver.slice(0, 5).map(({ what, why }) => (
            <li key={`${what} ${why}`}>
              <span className="text-ink">{what}</span> {why}
            </li>
          ))}
          {passedOver.length > 5 && <li>and {passedOver.length - 5} more passed over</li>}
        </ul>
      )}
      {looksLikeSslCertificate && (
        <Button size="small" className="self-start" onClick={onUseAsSsl}>
          Use as SSL certificate
        </Button>
      )}
    </>
  );
}
