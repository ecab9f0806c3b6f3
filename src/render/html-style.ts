/** The page's style sheet: one column, system fonts, light and dark by the reader's preference. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --subtle: #f6f8fa; --border: #d1d9e0; --faint: #d1d9e0b3;
  --text: #1f2328; --muted: #59636e; --link: #0969da;
  --red: #d1242f; --red-back: #ffebe9; --green: #1a7f37; --green-back: #dafbe1;
  --amber: #9a6700; --amber-back: #fff8c5; --code: #818b981f; --on-color: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --subtle: #151b23; --border: #3d444d; --faint: #3d444db3;
    --text: #f0f6fc; --muted: #9198a1; --link: #4493f8;
    --red: #f85149; --red-back: #f851491a; --green: #3fb950; --green-back: #2ea04326;
    --amber: #d29922; --amber-back: #bb800926; --code: #656c7633; --on-color: #0d1117;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.55 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif;
  text-wrap: pretty; -webkit-text-size-adjust: 100%;
}
main { max-width: 860px; margin: 0 auto; padding: 40px 20px 80px; }
h1 { font-size: 26px; line-height: 1.25; font-weight: 600; margin: 0 0 6px; text-wrap: balance; }
h2 { font-size: 14px; font-weight: 600; color: var(--muted); margin: 44px 0 14px; }
h3 { font-size: 16px; line-height: 1.35; font-weight: 600; margin: 0; }
p { margin: 0 0 14px; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
code, pre, .number { font-family: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
code { font-size: 85%; padding: .2em .4em; border-radius: 6px; background: var(--code); overflow-wrap: anywhere; }
.muted { color: var(--muted); }
.small { font-size: 13px; }
.card { border: 1px solid var(--border); border-radius: 10px; overflow: hidden; margin: 0 0 20px; }
.card > header {
  display: flex; gap: 12px; align-items: center; padding: 11px 16px;
  background: var(--subtle); border-bottom: 1px solid var(--border); font-size: 13px; color: var(--muted);
}
.card > header .end { margin-left: auto; white-space: nowrap; }
.card > header code { background: none; padding: 0; color: var(--text); font-size: 12.5px; }
.content { padding: 18px 20px 6px; }
.check { display: flex; gap: 14px; align-items: center; padding: 14px 18px; border: 1px solid var(--border); border-radius: 10px; margin: 24px 0 20px; }
.check strong { display: block; }
.badge { flex: none; width: 30px; height: 30px; border-radius: 50%; display: grid; place-items: center; color: var(--on-color); font-weight: 700; background: var(--muted); }
.badge.failure { background: var(--red); } .badge.success { background: var(--green); } .badge.neutral { background: var(--muted); }
.lead { font-size: 16.5px; }
table { width: 100%; border-collapse: collapse; margin: 4px 0 20px; font-size: 14px; }
th { text-align: left; font-weight: 600; font-size: 12.5px; color: var(--muted); padding: 6px 12px 6px 0; border-bottom: 1px solid var(--border); }
td { padding: 10px 12px 10px 0; border-bottom: 1px solid var(--faint); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
td.id, .id { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12px; color: var(--muted); white-space: nowrap; }
td.title { font-weight: 500; min-width: 220px; }
td.where { max-width: 300px; width: 1%; } td.where code { display: inline-block; max-width: 300px; width: max-content; }
.grid td, .grid th { text-align: center; padding: 7px 8px; } .grid td:first-child, .grid th:first-child { text-align: left; padding-left: 0; }
.label { display: inline-flex; align-items: center; gap: 7px; white-space: nowrap; font-weight: 500; }
.label::before { content: ""; width: 9px; height: 9px; border-radius: 50%; background: var(--muted); }
.label.critical, .label.high { color: var(--red); } .label.critical::before, .label.high::before { background: var(--red); }
.label.critical { font-weight: 700; }
.label.medium { color: var(--amber); } .label.medium::before { background: var(--amber); }
.label.low::before { background: #d4a72c; }
.label.resolved, .label.reduced { color: var(--green); } .label.resolved::before, .label.reduced::before { background: var(--green); }
figure { margin: 0 0 20px; padding: 16px; border: 1px solid var(--faint); border-radius: 8px; overflow-x: auto; }
figure pre.mermaid { margin: 0; font-family: inherit; text-align: center; background: none; white-space: pre; }
figcaption { font-size: 12.5px; color: var(--muted); text-align: center; margin-top: 10px; }
.flows td { padding: 7px 12px 7px 0; } .flows table { margin: 0; }
.added { color: var(--green); } .removed { color: var(--red); } .changed { color: var(--amber); }
.question { border-left: 3px solid var(--amber); padding: 2px 0 2px 14px; margin: 0 0 20px; }
details { border-top: 1px solid var(--faint); padding: 11px 0; }
details summary { cursor: pointer; font-size: 14px; color: var(--muted); }
details[open] summary { color: var(--text); margin-bottom: 10px; }
details table { margin-bottom: 8px; }
details ul { margin: 0 0 10px; padding-left: 20px; font-size: 14px; } details li { margin: 5px 0; }
.foot { font-size: 12px; color: var(--muted); border-top: 1px solid var(--faint); padding: 12px 20px; }
.warning { background: var(--amber-back); border-radius: 8px; padding: 10px 14px; font-size: 14px; margin: 0 0 18px; }
.lines { width: 100%; margin: 0; border-collapse: collapse; font: 12.5px/1.65 ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, monospace; }
.lines td { border: 0; padding: 0 12px 0 0; white-space: pre; }
.lines .number { width: 1%; min-width: 52px; text-align: right; padding: 0 12px; color: var(--muted); user-select: none; }
.lines tr.lost, .lines tr.old { background: var(--red-back); } .lines tr.fix { background: var(--green-back); }
.lines .mark { width: 1%; padding: 0 8px 0 0; color: var(--muted); user-select: none; }
.scroll { overflow-x: auto; padding: 7px 0; }
.caption { font-size: 12.5px; color: var(--muted); padding: 8px 16px; border-top: 1px solid var(--faint); background: var(--subtle); }
.card > .scroll + .caption { border-top: 1px solid var(--faint); }
.comment { border-top: 1px solid var(--border); padding: 18px 20px 16px; }
.comment .byline { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; font-size: 13px; color: var(--muted); margin: 6px 0 14px; }
.suggestion { border: 1px solid var(--border); border-radius: 8px; overflow: hidden; margin: 0 0 16px; }
.suggestion .caption { border-top: 0; border-bottom: 1px solid var(--faint); }
.suggestion .scroll { padding: 0; }
figure svg .node rect, figure svg .node path, figure svg .cluster rect { filter: none; }
.references { font-size: 13px; color: var(--muted); margin: 0; }
@media (max-width: 640px) { main { padding: 24px 12px 60px; } .hide-small { display: none; } .content { padding: 16px 14px 4px; }
  td.title { min-width: 0; } td.where, td.where code { width: auto; max-width: none; } td.where code { display: inline; }
}
@media print { main { max-width: none; padding: 0; } .card { break-inside: avoid; } }
`;
