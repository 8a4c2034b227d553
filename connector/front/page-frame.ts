import { createHash } from 'node:crypto';
import { pageStyle } from '#connector/front/page-style.ts';

/** Text that is markup already; everything else is escaped. */
export type Html = { readonly html: string };

export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  return {
    html: strings.reduce((whole, part, index) => whole + insert(values[index - 1]) + part),
  };
}

function insert(value: string | number | Html | readonly Html[] | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'html' in value ? value.html : value.map((one) => one.html).join('');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const archPath =
  'M4 29V14.5C4 7.6 9.4 2.5 16 2.5S28 7.6 28 14.5V29h-6.5V15.2c0-3.4-2.4-5.9-5.5-5.9s-5.5 2.5-5.5 5.9V29z';
const gatePath = 'M14.5 29V15.5h3V29z';
const icon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="${archPath}" fill="#1d8791"/><path d="${gatePath}" fill="#6cc0c6"/></svg>`,
)}`;

const styleHash = createHash('sha256').update(pageStyle).digest('base64');

/** No script, nothing from elsewhere, in nobody's frame. No HSTS: a private certificate that went wrong must stay passable. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  vary: 'Accept',
};

/** One whole page, with nothing outside of it. */
export function renderPage(page: {
  readonly title: string;
  readonly connection: string;
  readonly body: Html;
  /** Where the browser goes by itself. */
  readonly goOn?: string;
}): string {
  const refresh = page.goOn === undefined ? '' : html`<meta http-equiv="refresh" content="0; url=${page.goOn}">`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${refresh}<title>${page.title} · Gatehouse</title>
<link rel="icon" href="${icon}">
<style>${{ html: pageStyle }}</style>
</head>
<body>
<div class="page">
<header>
<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><path class="arch" d="${archPath}"/><path class="gate" d="${gatePath}"/></svg>
<span class="brand">Gatehouse</span>
<span class="connection">${page.connection}</span>
</header>
<main>${page.body}</main>
</div>
</body>
</html>
`.html;
}
