'use client';

import { type ComponentType, useEffect, useState } from 'react';

const againMs = 2_000;

/**
 * A component whose code comes when it is first shown, so that pages are light before anybody asks for it. Where the code does not
 * come it is asked for again; the page around it stays as it is.
 */
export function loadWhenShown<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  // biome-ignore lint/correctness/noComponentHookFactories: called once per dialog, at the top of a module.
  return function LoadedWhenShown(props: Props) {
    const [Part, setPart] = useState(() => loaded);
    useEffect(() => {
      if (Part !== undefined) return;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let isOver = false;
      function ask() {
        load().then(
          (part) => {
            loaded = part;
            if (!isOver) setPart(() => part);
          },
          () => {
            if (!isOver) timer = setTimeout(ask, againMs);
          },
        );
      }
      ask();
      return () => {
        isOver = true;
        clearTimeout(timer);
      };
    }, [Part]);
    return Part === undefined ? null : <Part {...props} />;
  };
}
