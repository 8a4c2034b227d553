/** Everything these pages look like. The Content-Security-Policy names its hash, so no other style is applied. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #f3f6f7; --card: #ffffff; --line: #dfe6e8; --text: #12201f; --quiet: #546367; --accent: #14707a; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0d1415; --card: #162021; --line: #293638; --text: #e9f1f1; --quiet: #9db0b3; --accent: #6cc0c6; }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 32rem; padding: clamp(1rem, 6vw, 4rem) clamp(.75rem, 4vw, 1.5rem) 3rem;
  background: var(--ground); color: var(--text); overflow-wrap: anywhere;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
header { display: flex; align-items: center; gap: .6rem; padding: 0 .25rem 1.1rem; font-weight: 650; letter-spacing: -.01em; }
header svg { width: 1.75rem; height: 1.75rem; flex: none; } .arch { fill: #1d8791; } .gate { fill: #6cc0c6; }
main { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: clamp(1.1rem, 5vw, 2rem); }
h1 { margin: 0 0 .5rem; font-size: clamp(1.3rem, 5vw, 1.6rem); line-height: 1.2; letter-spacing: -.02em; }
p { margin: 0; } p + p { margin-top: .6rem; }
.quiet { color: var(--quiet); font-size: .875rem; }
code { font: .875rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.choices { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1.25rem; }
button {
  padding: .6rem 1.15rem; border: 1px solid var(--accent); border-radius: 9px; background: var(--accent); color: var(--card);
  font: inherit; font-weight: 600; cursor: pointer;
}
button.second { background: none; color: var(--accent); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
`;
