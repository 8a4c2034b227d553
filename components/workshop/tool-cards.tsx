import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { tools } from '#components/workshop/tools.ts';

export function ToolCards() {
  return (
    <ul className="grid max-w-4xl grid-cols-1 gap-4 sm:grid-cols-2">
      {tools.map(({ path, label, text }) => (
        <li key={path}>
          <Link
            href={`/workshop/${path}`}
            className="flex h-full flex-col gap-1 rounded-md border bg-surface px-4 py-3.5 hover:border-accent"
          >
            <span className="flex items-center justify-between gap-2 font-semibold">
              {label}
              <ArrowRight aria-hidden="true" className="size-4 shrink-0 text-muted" />
            </span>
            <span className="text-pretty text-muted">{text}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
