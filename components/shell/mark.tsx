import { cn } from '#components/ui/cn.ts';

/** The gate arch of public/mark.svg, beside its name. */
export function Mark({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2 font-semibold tracking-tight', className)}>
      {/* biome-ignore lint/performance/noImgElement: an SVG of 300 bytes needs no optimiser. */}
      <img src="/mark.svg" alt="" width={20} height={20} />
      <span>Gatehouse</span>
    </span>
  );
}
