/** The look of the report of an audit. */
export const auditStyle = `
:root { --ink: #1c2128; --paper: #fbfbfa; --card: #fff; --line: #dfe1e4; --muted: #646c76; --good: #17693a; --good-bg: #e3f3e8; --warn: #7d5200; --warn-bg: #fbf0d6; --bad: #a31621; --bad-bg: #fce8e8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e6ea; --paper: #14171b; --card: #1b1f25; --line: #333a43; --muted: #98a1ad; --good: #7fd69e; --good-bg: #173324; --warn: #eec26a; --warn-bg: #372a10; --bad: #ff9a9a; --bad-bg: #431c1f; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { display: inline-block; margin: .25rem 0 .5rem; padding: .1em .5em; border-radius: .3rem; font-size: 2.1rem; letter-spacing: .01em; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.2rem; }
p { margin: .35rem 0; }
code { font: .88em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.what, .scope, .muted, .detail, footer { color: var(--muted); }
.what { margin: 0; font-size: 1.05rem; }
.bad { font-weight: 600; color: var(--bad); }
.figures { display: flex; flex-wrap: wrap; gap: .75rem 2rem; margin: 1.25rem 0 0; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dt { color: var(--muted); font-size: .875rem; }
.figures dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
section { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); font-size: .9375rem; }
th, td { padding: .45rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { color: var(--muted); font-weight: 500; font-size: .85rem; }
tbody tr:last-child > * { border-bottom: 0; }
tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.state { display: inline-block; padding: 0 .5em; border-radius: .3rem; font-size: .85rem; font-weight: 600; white-space: nowrap; background: var(--line); }
.pass { background: var(--good-bg); color: var(--good); }
.notes { background: var(--good-bg); color: var(--good); }
.gaps, .missing, .gap { background: var(--warn-bg); color: var(--warn); }
.fail, .violation { background: var(--bad-bg); color: var(--bad); }
.findings { margin: 0; padding: 0; list-style: none; }
.findings li { margin: 0 0 .5rem; padding: .6rem .8rem; background: var(--card); color: var(--ink); border: 1px solid var(--line); border-left: 4px solid var(--muted); border-radius: .3rem; overflow-wrap: anywhere; }
.findings li.violation { border-left-color: var(--bad); }
.findings li.missing, .findings li.gap { border-left-color: var(--warn); }
.findings p { margin: 0; }
.detail { font-size: .9rem; }
.hint { font-style: italic; }
.kind { color: var(--muted); }
details { margin: 0 0 .4rem; border: 1px solid var(--line); border-radius: .3rem; background: var(--card); }
details > p { padding: 0 .8rem .4rem; }
summary { padding: .5rem .8rem; cursor: pointer; overflow-wrap: anywhere; }
details table { border-width: 1px 0 0; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .875rem; }
@media (max-width: 40rem) { main { padding: 1.25rem .75rem 3rem; } table { display: block; overflow-x: auto; } th, td { padding: .35rem .45rem; overflow-wrap: break-word; } }
@media print {
  :root { --ink: #000; --paper: #fff; --card: #fff; --line: #bbb; --muted: #444; }
  main { max-width: none; padding: 0; }
  body { font-size: 10pt; }
  h1, .state { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  section { overflow: visible; }
  tr, .findings li { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
