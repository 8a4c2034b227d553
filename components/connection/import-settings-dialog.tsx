'use client';

import { useState } from 'react';
import { ChangeList } from '#components/connection/change-list.tsx';
import { readSettingsFile } from '#components/connection/settings-file.ts';
import { useSaveDraft } from '#components/connection/use-save-draft.tsx';
import { Button } from '#components/ui/button.tsx';
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '#components/ui/dialog.tsx';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { ChangeView } from '#lib/contracts/change.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { Settings } from '#lib/contracts/settings.ts';

type Props = { view: ConnectionView; isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

export function ImportSettingsDialog(props: Props) {
  return (
    <Dialog open={props.isOpen} onOpenChange={props.onOpenChange}>
      <DialogContent isWide>
        <ImportSettings {...props} />
      </DialogContent>
    </Dialog>
  );
}

type Import = { fileName: string; settings: Settings; changes: ChangeView[] };

const shownProblems = 8;

function ImportSettings({ view, onOpenChange }: Props) {
  const { save, isSaving, conflictDialog } = useSaveDraft(view.id);
  const [found, setFound] = useState<Import>();
  const [problems, setProblems] = useState<readonly string[]>([]);

  async function read(files: File[]) {
    setFound(undefined);
    const [file] = files;
    if (file === undefined) return;
    if (files.length > 1) return setProblems(['Drop one settings file at a time.']);
    const outcome = await readSettingsFile(file);
    if (!outcome.ok) return setProblems(outcome.problem);
    try {
      // Naming certificates takes the certificate reader, which no other page needs.
      const { diffSettings } = await import('#lib/contracts/diff-settings.ts');
      const changes = await diffSettings(view.draft.settings, outcome.value, Date.now());
      setFound({ fileName: file.name, settings: outcome.value, changes });
      setProblems([]);
    } catch {
      setProblems(['The certificates in it could not be read on this page. Open Gatehouse over https and try again.']);
    }
  }

  async function saveImport(settings: Settings) {
    const outcome = await save(() => settings);
    if (!outcome.ok) return setProblems([outcome.problem.message]);
    toast('The settings are in the draft.', { text: 'Nothing runs differently until you publish.' });
    onOpenChange(false);
  }

  const losesKey =
    found?.settings.sslCertificate != null &&
    found.settings.sslCertificate.chain[0] !== view.draft.settings.sslCertificate?.chain[0];
  return (
    <>
      <DialogHeader>
        <DialogTitle>Import settings into the draft</DialogTitle>
        <DialogDescription>
          From a file that Gatehouse exported. You see what changes before anything is saved.
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        <DropZone
          label="Drop a settings file"
          hint="The .json file that an export gave you."
          onFiles={(files) => void read(files)}
        />
        {problems.length > 0 && (
          <Notice tone="bad" title="Nothing was imported.">
            <ul className="list-disc pl-4">
              {problems.slice(0, shownProblems).map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
              {problems.length > shownProblems && <li>and {problems.length - shownProblems} more.</li>}
            </ul>
          </Notice>
        )}
        {found !== undefined && found.changes.length === 0 && (
          <Notice tone="neutral" title={`${found.fileName} holds just what the draft holds.`} />
        )}
        {found !== undefined && found.changes.length > 0 && (
          <div className="flex flex-col gap-2">
            <p className="font-medium">What {found.fileName} changes in the draft</p>
            <ChangeList changes={found.changes} />
          </div>
        )}
        {losesKey && (
          <Notice tone="attention" title="The file holds the SSL certificate, but never its key.">
            Drop the file with the key on Certificates afterwards, so that it is sealed to the connectors.
          </Notice>
        )}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button
          variant="primary"
          isBusy={isSaving}
          disabled={found === undefined || found.changes.length === 0}
          onClick={() => found !== undefined && void saveImport(found.settings)}
        >
          Save as draft
        </Button>
      </DialogFooter>
      {conflictDialog}
    </>
  );
}
