'use client';

import { type ReactNode, useState } from 'react';

type MenuParts = typeof import('#components/ui/menu.tsx');

type MenuButtonProps = {
  ariaLabel?: string;
  className: string;
  contentClassName?: string;
  /** What the button shows. */
  trigger: ReactNode;
  /** The items, made of the parts of menu.tsx, whose code comes with the first opening. */
  children: (parts: MenuParts) => ReactNode;
  /** Brings what the items need besides; the menu opens when it is there. */
  loadItems?: () => Promise<void>;
};

const load = () => import('#components/ui/menu.tsx');

export function MenuButton({ ariaLabel, className, contentClassName, trigger, children, loadItems }: MenuButtonProps) {
  const [parts, setParts] = useState<MenuParts>();
  const [isOpen, setIsOpen] = useState(false);

  const loadAll = async () => (await Promise.all([load(), loadItems?.()]))[0];

  /** Fetched as soon as a hand comes near; where that fails, opening tries again. */
  function prepare() {
    loadAll().catch(() => {});
  }

  async function open() {
    try {
      setParts(await loadAll());
      setIsOpen(true);
    } catch {
      // The bar above the page says that Gatehouse is gone.
    }
  }

  if (parts === undefined)
    return (
      <button
        type="button"
        aria-haspopup="menu"
        aria-expanded={false}
        aria-label={ariaLabel}
        className={className}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={() => void open()}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          void open();
        }}
      >
        {trigger}
      </button>
    );
  const { Menu, MenuTrigger, MenuContent } = parts;
  return (
    <Menu open={isOpen} onOpenChange={setIsOpen}>
      <MenuTrigger aria-label={ariaLabel} className={className}>
        {trigger}
      </MenuTrigger>
      <MenuContent className={contentClassName}>{children(parts)}</MenuContent>
    </Menu>
  );
}
