import type { Page } from '@playwright/test';

/**
 * Resolves as soon as a page of this tab shows the text. Chromium answers no question about a page while the navigation away from it is
 * held, so the page itself has to tell; keys and clicks it takes all the same.
 */
export async function willShow(page: Page, text: string): Promise<{ readonly shown: Promise<void> }> {
  const { promise: shown, resolve } = Promise.withResolvers<void>();
  const name = `told${Math.random().toString(36).slice(2)}`;
  await page.exposeFunction(name, resolve);
  await page.addInitScript(
    ({ tell, wanted }) => {
      new MutationObserver((_changes, observer) => {
        // biome-ignore lint/performance/useDomNodeTextContent: what is in the page and not shown is not meant.
        if (!document.body?.innerText.includes(wanted)) return;
        observer.disconnect();
        const told: unknown = Reflect.get(window, tell);
        if (typeof told === 'function') told();
      }).observe(document, { childList: true, subtree: true, characterData: true });
    },
    { tell: name, wanted: text },
  );
  return { shown };
}
