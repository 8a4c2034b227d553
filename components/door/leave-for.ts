type Hold = {
  readonly slowMs: number;
  readonly holdMs: number;
  readonly onSlow: () => void;
  readonly onOver: () => void;
  readonly onBack: () => void;
};

/** Navigates the page away and holds on to it meanwhile; returns the way to let go. Times in milliseconds. */
export function leaveFor(path: string, { slowMs, holdMs, onSlow, onOver, onBack }: Hold): () => void {
  const timers: ReturnType<typeof setTimeout>[] = [];
  const forget = (): void => {
    for (const timer of timers.splice(0)) clearTimeout(timer);
  };
  function leave(): void {
    // A turn later the page counts as loaded, and so stays in the history: Back from an error page leads here.
    timers.push(
      setTimeout(() => location.assign(path)),
      setTimeout(onSlow, slowMs),
      setTimeout(() => {
        window.stop();
        onOver();
      }, holdMs),
    );
  }
  function onPageShow({ persisted }: PageTransitionEvent): void {
    if (persisted) onBack();
  }
  addEventListener('pagehide', forget);
  addEventListener('pageshow', onPageShow);
  if (document.readyState === 'complete') leave();
  else addEventListener('load', leave, { once: true });
  return () => {
    forget();
    removeEventListener('load', leave);
    removeEventListener('pagehide', forget);
    removeEventListener('pageshow', onPageShow);
  };
}
