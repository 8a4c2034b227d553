/** How a field to type in looks; beside the component, so that pages drawn on the server can use it too. */
export const inputStyles =
  'w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-ink hover:border-muted aria-invalid:border-bad disabled:bg-sunken disabled:text-muted';
