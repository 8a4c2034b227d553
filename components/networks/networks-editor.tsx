'use client';

import { useQuery } from '@tanstack/react-query';
import { ClipboardPaste } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useSaveDraft } from '#components/connection/use-save-draft.tsx';
import { FindingList } from '#components/findings/finding-list.tsx';
import { AddNetworkForm } from '#components/networks/add-network-form.tsx';
import { addNetworks, removeNetworks, replaceNetwork, restoreNetwork } from '#components/networks/change-networks.ts';
import { filterRows, networkRows } from '#components/networks/network-rows.ts';
import { NetworksTable } from '#components/networks/networks-table.tsx';
import { NumberLineFigure } from '#components/networks/number-line-figure.tsx';
import { Pager } from '#components/networks/pager.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Input } from '#components/ui/input.tsx';
import { loadWhenShown } from '#components/ui/load-when-shown.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { viewerQuery } from '#components/viewer/queries.ts';
import { useRefusal } from '#components/viewer/use-refusal.ts';
import { count } from '#components/words/count.ts';
import type { ConnectionView } from '#lib/contracts/connection.ts';
import type { NetworkSettings, Settings } from '#lib/contracts/settings.ts';
import { connectionMethods } from '#lib/flow/flow-settings.ts';
import { numberLine } from '#lib/flow/number-line.ts';

const EditNetworkDialog = loadWhenShown(() =>
  import('#components/networks/edit-network-dialog.tsx').then((part) => part.EditNetworkDialog),
);
const PasteNetworksDialog = loadWhenShown(() =>
  import('#components/networks/paste-networks-dialog.tsx').then((part) => part.PasteNetworksDialog),
);

const rowsPerPage = 50;

export function NetworksEditor({ connection }: { connection: ConnectionView }) {
  const { settings, findings: draftFindings } = connection.draft;
  const { networks } = settings;
  const { save, isSaving, conflictDialog } = useSaveDraft(connection.id);
  const { data: viewer } = useQuery(viewerQuery());
  const isReadOnly = useRefusal('operator') !== undefined;
  const [filter, setFilter] = useState('');
  const [page, setPage] = useState(0);
  const [isPasting, setIsPasting] = useState(false);
  // Once opened it stays, so that what was typed is there again.
  const [hasPasted, setHasPasted] = useState(false);
  const [edited, setEdited] = useState<NetworkSettings>();
  const [tooWide, setTooWide] = useState<NetworkSettings>();
  const [removed, setRemoved] = useState<{ network: NetworkSettings; place: number }>();
  const [failed, setFailed] = useState<string>();

  const wanted = useDeferredValue(filter);
  const rows = useMemo(() => networkRows(networks), [networks]);
  const found = useMemo(() => filterRows(rows, wanted), [rows, wanted]);
  const lastPage = Math.max(0, Math.ceil(found.length / rowsPerPage) - 1);
  const shown = useMemo(() => {
    const from = Math.min(page, lastPage) * rowsPerPage;
    return found.slice(from, from + rowsPerPage);
  }, [found, page, lastPage]);
  const line = useMemo(() => numberLine(shown.map((row) => row.network)), [shown]);
  const present = useMemo(() => new Set(networks.map((one) => one.block)), [networks]);
  const findings = useMemo(() => draftFindings.filter((one) => one.area === 'networks'), [draftFindings]);
  const byBlock = useMemo(
    () =>
      Map.groupBy(
        findings.filter((one) => one.block !== undefined),
        (one) => one.block ?? '',
      ),
    [findings],
  );

  async function change(how: (settings: Settings) => Settings): Promise<string | undefined> {
    const outcome = await save(how);
    const problem = outcome.ok ? undefined : outcome.problem.message;
    setFailed(problem);
    return problem;
  }

  async function remove(network: NetworkSettings) {
    const place = networks.findIndex((one) => one.block === network.block);
    if ((await change(removeNetworks(new Set([network.block])))) === undefined) setRemoved({ network, place });
  }

  async function undo() {
    if (removed === undefined) return;
    if ((await change(restoreNetwork(removed.network, removed.place))) === undefined) setRemoved(undefined);
  }

  const add = async (added: readonly NetworkSettings[]) => change(addNetworks(added));
  const paste = (
    <Button
      onClick={() => {
        setIsPasting(true);
        setHasPasted(true);
      }}
    >
      <ClipboardPaste aria-hidden="true" />
      Paste many…
    </Button>
  );
  const outside = settings.outside === 'password' ? 'signs in with a password' : 'does not get in';
  return (
    <Section
      title="Networks"
      description={`Where people come from, as Gatehouse sees their addresses. Of several that contain an address the most specific one decides; who is in none ${outside}.`}
      action={networks.length > 0 && !isReadOnly ? paste : undefined}
    >
      {!isReadOnly && <AddNetworkForm present={present} onAdd={add} isSaving={isSaving} />}
      {failed !== undefined && <Notice tone="bad" title={failed} />}
      {removed !== undefined && (
        <Notice
          tone="neutral"
          title={`Removed ${removed.network.block} ${removed.network.label}`}
          action={
            <>
              <Button size="small" isBusy={isSaving} onClick={() => void undo()}>
                Undo
              </Button>
              <Button size="small" variant="ghost" onClick={() => setRemoved(undefined)}>
                Dismiss
              </Button>
            </>
          }
        />
      )}
      {networks.length === 0 && (
        <EmptyState
          title="No network yet"
          text={`Everybody ${outside}. Add the addresses your offices show outside: their firewalls’ public addresses, not the private ones behind them.`}
          action={
            !isReadOnly && (
              <span className="flex flex-wrap gap-2">
                {paste}
                {viewer !== undefined && viewer.address !== 'unknown' && (
                  <Button
                    isBusy={isSaving}
                    onClick={() =>
                      void add([
                        { block: `${viewer.address}/${viewer.address.includes(':') ? 128 : 32}`, label: 'Where I am' },
                      ])
                    }
                  >
                    Add my address {viewer.address}
                  </Button>
                )}
              </span>
            )
          }
        />
      )}
      <FindingList findings={findings.filter((one) => one.block === undefined || !present.has(one.block))} />
      {networks.length > 0 && (
        <>
          {networks.length > 1 && (
            <div className="flex flex-col gap-3">
              <NumberLineFigure line={line.v4} family="IPv4" />
              <NumberLineFigure line={line.v6} family="IPv6" />
            </div>
          )}
          {networks.length > 10 && (
            <div className="flex flex-wrap items-center justify-between gap-2">
              <Input
                type="search"
                aria-label="Find networks by block or label"
                placeholder="Find by block or label"
                className="max-w-72"
                value={filter}
                onChange={(event) => {
                  setFilter(event.target.value);
                  setPage(0);
                }}
              />
              <Pager page={Math.min(page, lastPage)} perPage={rowsPerPage} total={found.length} onPage={setPage} />
            </div>
          )}
          {shown.length === 0 ? (
            <p className="text-muted">
              None of {count(networks.length, 'network')} has “{wanted}” in its block or label.
            </p>
          ) : (
            <NetworksTable
              rows={shown}
              isReadOnly={isReadOnly}
              findings={byBlock}
              onEdit={setEdited}
              onRemove={(network) => void remove(network)}
              onConfirmWidth={setTooWide}
            />
          )}
        </>
      )}
      {hasPasted && (
        <PasteNetworksDialog
          isOpen={isPasting}
          onOpenChange={setIsPasting}
          present={present}
          onAdd={add}
          isSaving={isSaving}
        />
      )}
      {edited !== undefined && (
        <EditNetworkDialog
          key={edited.block}
          network={edited}
          present={present}
          connection={connectionMethods(settings)}
          onSave={(network) => change(replaceNetwork(edited.block, network))}
          onClose={() => setEdited(undefined)}
          isSaving={isSaving}
        />
      )}
      <ConfirmDialog
        isOpen={tooWide !== undefined}
        onOpenChange={(isOpen) => !isOpen && setTooWide(undefined)}
        title={`Is ${tooWide?.block ?? ''} meant?`}
        description="A block this wide holds millions of strangers’ addresses; all of them would be sent to your connectors first."
        confirmLabel="It is meant"
        typedConfirmation={tooWide?.block ?? ''}
        onConfirm={() =>
          tooWide === undefined
            ? undefined
            : change(replaceNetwork(tooWide.block, { ...tooWide, widthConfirmed: true }))
        }
      />
      {conflictDialog}
    </Section>
  );
}
