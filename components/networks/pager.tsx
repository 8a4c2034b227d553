'use client';

import { Button } from '#components/ui/button.tsx';

type PagerProps = { page: number; perPage: number; total: number; onPage: (page: number) => void };

export function Pager({ page, perPage, total, onPage }: PagerProps) {
  const from = page * perPage;
  const to = Math.min(total, from + perPage);
  return (
    <nav aria-label="Pages" className="flex items-center gap-2">
      <span className="text-muted tabular-nums" aria-live="polite">
        {total === 0
          ? 'none'
          : `${(from + 1).toLocaleString('en')}–${to.toLocaleString('en')} of ${total.toLocaleString('en')}`}
      </span>
      {total > perPage && (
        <>
          <Button size="small" disabled={page === 0} onClick={() => onPage(page - 1)}>
            Previous
          </Button>
          <Button size="small" disabled={to >= total} onClick={() => onPage(page + 1)}>
            Next
          </Button>
        </>
      )}
    </nav>
  );
}
