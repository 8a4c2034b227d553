import { describe, expect, it } from 'vitest';
import { cn } from '#components/ui/cn.ts';

describe('cn', () => {
  it.each([
    ['text-muted', 'text-ink', 'text-ink'],
    ['bg-surface', 'bg-accent-soft', 'bg-accent-soft'],
    ['border-line-strong/60', 'border-accent', 'border-accent'],
    ['inline-flex', 'block', 'block'],
    ['h-4', 'h-40', 'h-40'],
    ['sm:text-sm', 'sm:text-[13px]', 'sm:text-[13px]'],
    ['[&_svg]:text-muted', '[&_svg]:text-bad', '[&_svg]:text-bad'],
    ['data-[highlighted]:bg-hover', 'data-[highlighted]:bg-bad-soft', 'data-[highlighted]:bg-bad-soft'],
  ])('lets the later of %s and %s win', (first, second, result) => {
    expect(cn(first, second)).toBe(result);
  });

  it('keeps what sets different things', () => {
    const both = 'text-sm text-muted border border-b border-line hover:text-ink sm:text-base flex flex-1';
    expect(cn(both)).toBe(both);
  });
});
