'use client';

import { CornerDownRight } from 'lucide-react';
import { InlineFindings } from '#components/inline-findings/inline-findings.tsx';
import type { NetworkRow } from '#components/networks/network-rows.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyText } from '#components/ui/copy-text.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '#components/ui/table.tsx';
import type { NetworkSettings } from '#lib/contracts/settings.ts';
import type { Finding } from '#lib/core/finding.ts';
import { methodsInOrder } from '#lib/flow/flow-sentence.ts';

type NetworksTableProps = {
  rows: readonly NetworkRow[];
  findings: ReadonlyMap<string, readonly Finding[]>;
  /** For whoever only looks on. */
  isReadOnly: boolean;
  onEdit: (network: NetworkSettings) => void;
  onRemove: (network: NetworkSettings) => void;
  onConfirmWidth: (network: NetworkSettings) => void;
};

export function NetworksTable({ rows, findings, isReadOnly, onEdit, onRemove, onConfirmWidth }: NetworksTableProps) {
  return (
    <Table aria-label="Networks by address">
      <TableHead className="max-md:sr-only">
        <TableRow>
          <TableHeader>Block</TableHeader>
          <TableHeader>Label</TableHeader>
          <TableHeader>Ways of signing in</TableHeader>
          {!isReadOnly && (
            <TableHeader>
              <span className="sr-only">Change</span>
            </TableHeader>
          )}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map(({ network, place, depth, within }) => (
          <TableRow
            key={`${network.block} ${place}`}
            className="max-md:flex max-md:flex-wrap max-md:items-center max-md:justify-between"
          >
            <TableCell className="relative max-md:w-full max-md:pb-0">
              <span className="flex items-start gap-1" style={{ paddingLeft: `${Math.min(depth, 6) * 16}px` }}>
                {depth > 0 && <CornerDownRight aria-hidden="true" className="mt-1 size-3.5 shrink-0 text-faint" />}
                <CopyText text={network.block} />
              </span>
              {within !== undefined && <span className="sr-only">within {within}</span>}
              <InlineFindings
                className="mt-1 min-w-60 text-xs"
                findings={findings.get(network.block) ?? []}
                fixFor={(finding) =>
                  !isReadOnly &&
                  finding.id === 'NET-TOO-WIDE' &&
                  network.widthConfirmed !== true && (
                    <Button size="small" className="mt-1 block" onClick={() => onConfirmWidth(network)}>
                      It is meant…
                    </Button>
                  )
                }
              />
            </TableCell>
            <TableCell className="min-w-32 max-md:w-full max-md:py-0.5">
              {network.label === '' ? <span className="text-faint">–</span> : network.label}
            </TableCell>
            <TableCell className="max-md:py-0.5 md:min-w-40">
              {network.methods === undefined ? (
                <span className="text-muted">as the connection</span>
              ) : (
                methodsInOrder(network.methods)
              )}
            </TableCell>
            {!isReadOnly && (
              <TableCell className="text-right whitespace-nowrap">
                <Button
                  variant="ghost"
                  size="small"
                  aria-label={`Edit ${network.block}`}
                  onClick={() => onEdit(network)}
                >
                  Edit
                </Button>
                <Button
                  variant="ghost"
                  size="small"
                  aria-label={`Remove ${network.block}`}
                  onClick={() => onRemove(network)}
                >
                  Remove
                </Button>
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
