/** Everything the connector's pages look like. The Content-Security-Policy names its hash, so no other style is applied. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f3f6f7; --card: #ffffff; --line: #dfe6e8; --text: #12201f; --quiet: #546367; --accent: #14707a;
  --good: #12703a; --good-ground: #e4f5ea; --bad: #b3261e; --bad-ground: #fdeceb; --ask: #8a5300; --ask-ground: #fdf2dc;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1415; --card: #162021; --line: #293638; --text: #e9f1f1; --quiet: #9db0b3; --accent: #6cc0c6;
    --good: #74d99b; --good-ground: #12301f; --bad: #ff9d94; --bad-ground: #3a1917; --ask: #f3c16b; --ask-ground: #35270d;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere;
}
.page { max-width: 46rem; margin: 0 auto; padding: clamp(1rem, 4vw, 3rem) clamp(.75rem, 4vw, 1.5rem) 3rem; }
header { display: flex; align-items: center; gap: .6rem; padding: 0 .25rem 1.1rem; }
.mark { width: 1.75rem; height: 1.75rem; flex: none; } .arch { fill: #1d8791; } .gate { fill: #6cc0c6; }
.brand { font-weight: 650; letter-spacing: -.01em; }
.connection { margin-left: auto; color: var(--quiet); font-size: .875rem; text-align: right; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; margin-bottom: 1rem; }
.verdict { display: flex; gap: 1rem; padding: clamp(1.1rem, 4vw, 1.75rem); }
.verdict svg { width: 2.75rem; height: 2.75rem; flex: none; fill: none; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.good { background: var(--good-ground); } .good svg { stroke: var(--good); } .good h1 { color: var(--good); }
.bad { background: var(--bad-ground); } .bad svg { stroke: var(--bad); } .bad h1 { color: var(--bad); }
.ask { background: var(--ask-ground); } .ask svg { stroke: var(--ask); } .ask h1 { color: var(--ask); }
h1 { margin: 0 0 .25rem; font-size: clamp(1.35rem, 5vw, 1.7rem); line-height: 1.2; letter-spacing: -.02em; }
h2 { margin: 0 0 .6rem; font-size: .8125rem; font-weight: 650; letter-spacing: .04em; text-transform: uppercase; color: var(--quiet); }
p { margin: 0; } p + p { margin-top: .5rem; }
section { padding: clamp(1rem, 4vw, 1.5rem); border-top: 1px solid var(--line); }
.card > section:first-child { border-top: 0; }
dl { display: grid; grid-template-columns: 11.25rem 1fr; gap: .45rem 1.25rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; min-width: 0; }
.code { font: .875rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
ul, ol { margin: 0; padding-left: 1.25rem; } li + li { margin-top: .35rem; }
a { color: var(--accent); }
.button { display: inline-block; margin-top: .9rem; padding: .55rem 1.1rem; border-radius: 9px; background: var(--accent); color: var(--card); font-weight: 600; text-decoration: none; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 9px; }
.small { color: var(--quiet); font-size: .875rem; }
@media (max-width: 30rem) {
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } dt { font-size: .8125rem; }
  .verdict svg { width: 2rem; height: 2rem; } .verdict { gap: .75rem; }
}
@media print { body { background: none; } .button { display: none; } }
`;
