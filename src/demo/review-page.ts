import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { html, raw } from "hono/html";
import { marked } from "marked";
import type { Posted, PostedComment } from "./posted.ts";

const require = createRequire(import.meta.url);

/** The pull request's conversation as one self-contained page, drawn with the style sheet that GitHub publishes. */
export async function reviewPage(posted: Posted, note: string): Promise<string> {
  const css = readFileSync(require.resolve("github-markdown-css/github-markdown.css"), "utf8");
  const script = readFileSync(require.resolve("mermaid/dist/mermaid.min.js"), "utf8").replaceAll(
    "</script",
    "<\\/script",
  );
  const { check } = posted;
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${posted.title}</title>
        <style>
          ${raw(css)} ${raw(PAGE_CSS)}
        </style>
      </head>
      <body class="markdown-body">
        <h1>${posted.title}</h1>
        <p class="note">${note}</p>
        <section class="check ${check.conclusion}">
          <strong>${check.name}</strong> <span>${check.conclusion}</span> ${check.title}
        </section>
        ${posted.reviews.map((body) => html`<article>${raw(toHtml(body))}</article>`)}
        ${posted.comments.map(
          (comment) =>
            html`<article class="inline">
              <header>${comment.path}${comment.line === null ? "" : `:${comment.line}`}</header>
              ${comment.code.length > 0 ? html`<pre class="code">${codeText(comment)}</pre>` : ""}
              ${raw(toHtml(comment.body))}
            </article>`,
        )}
        <script>
          ${raw(script)};
        </script>
        <script>
          mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
          mermaid.run().finally(() => document.body.setAttribute("data-ready", "yes"));
        </script>
      </body>
    </html>`;
  return page.toString();
}

const PAGE_CSS = `
body { max-width: 860px; margin: 2rem auto; padding: 0 1rem; }
article, .check { border: 1px solid var(--borderColor-default, #d1d9e0); border-radius: 6px; padding: 1rem 1.25rem; margin: 1rem 0; }
.inline { margin-left: 2rem; }
.inline header { font: 12px ui-monospace, monospace; opacity: .7; margin-bottom: .5rem; }
.check.failure { border-left: 4px solid #cf222e; } .check.success { border-left: 4px solid #1a7f37; }
.check.neutral { border-left: 4px solid #848d97; } .check span { opacity: .7; margin: 0 .75rem 0 .25rem; }
.note { opacity: .7; } pre.mermaid { background: none; text-align: center; }
`;

/** The lines that the host would show above the comment, with their numbers. */
function codeText({ code }: PostedComment): string {
  return code.map(({ number, text }) => `${String(number).padStart(4)}  ${text}`).join("\n");
}

function toHtml(markdown: string): string {
  const rendered = marked.parse(markdown, { gfm: true, async: false });
  return rendered.replace(
    /<pre><code class="language-mermaid">([^]*?)<\/code><\/pre>/gu,
    (_, source: string) => `<pre class="mermaid">${source}</pre>`,
  );
}
