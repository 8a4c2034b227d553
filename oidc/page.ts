import { createHash } from 'node:crypto';
import { pageStyle } from '#oidc/page-style.ts';

/** Text that is markup already; everything else is escaped. */
export type Html = { readonly html: string };

export function html(strings: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  return {
    html: strings.reduce((whole, part, index) => {
      const value = values[index - 1] ?? '';
      return whole + (typeof value === 'string' ? escapeHtml(value) : value.html) + part;
    }),
  };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

export type Page = { readonly title: string; readonly body: Html; readonly script?: string };

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const styleHash = hashOf(pageStyle);

/**
 * Nothing from elsewhere, in nobody's frame. No form-action: browsers hold it against redirects too, and the form that signs people out
 * ends at the application's own page.
 */
export function pagePolicy({ script }: Pick<Page, 'script'> = {}): string {
  // A source that matches nothing; the provider adds the hash of its own script to a script-src that is there.
  const scripts = script === undefined ? "'report-sample'" : hashOf(script);
  return `default-src 'none'; style-src ${styleHash}; script-src ${scripts}; img-src data:; base-uri 'none'; frame-ancestors 'none'`;
}

const archPath =
  'M4 29V14.5C4 7.6 9.4 2.5 16 2.5S28 7.6 28 14.5V29h-6.5V15.2c0-3.4-2.4-5.9-5.5-5.9s-5.5 2.5-5.5 5.9V29z';
const gatePath = 'M14.5 29V15.5h3V29z';
const icon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="${archPath}" fill="#1d8791"/><path d="${gatePath}" fill="#6cc0c6"/></svg>`,
)}`;

/** One whole page, with nothing outside of it. */
export function renderPage({ title, body, script }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Gatehouse</title>
<link rel="icon" href="${icon}">
<style>${{ html: pageStyle }}</style>
</head>
<body>
<header>
<svg viewBox="0 0 32 32" aria-hidden="true"><path class="arch" d="${archPath}"/><path class="gate" d="${gatePath}"/></svg>
<span>Gatehouse</span>
</header>
<main>
<h1>${title}</h1>
${body}
</main>
${{ html: script === undefined ? '' : `<script>${script}</script>` }}
</body>
</html>
`.html;
}
