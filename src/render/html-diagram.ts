import { html } from "hono/html";
import type { Diagram } from "./diagram.ts";
import { type Markup, rich } from "./html-parts.ts";
import { legendOf, mermaidOf } from "./mermaid.ts";
import { circled } from "./words.ts";

/** Mermaid draws the diagram when its script is on the page; a table says the same without it. */
export function diagramMarkup(diagram: Diagram, drawn: boolean): Markup {
  const caption = html`<figcaption>${legendOf(diagram)}</figcaption>`;
  if (drawn)
    return html`<figure>
      <pre class="mermaid">${mermaidOf(diagram)}</pre>
      ${caption}
    </figure>`;
  const names = new Map(
    diagram.zones.flatMap(({ nodes }) =>
      nodes.map(({ element, threats }) => [element.id, { element, threats }] as const),
    ),
  );
  const name = (id: string) => {
    const node = names.get(id);
    return html`${node?.threats.map(circled).join(" ")} ${rich(node?.element.name ?? "", 80)}`;
  };
  return html`<figure class="flows">
    <table>
      <thead>
        <tr>
          <th>from</th>
          <th></th>
          <th>to</th>
          <th>what flows</th>
        </tr>
      </thead>
      <tbody>
        ${diagram.edges.map(
          ({ from, to, label, change }) =>
            html`<tr>
              <td>${name(from)}</td>
              <td class="${change}">→</td>
              <td>${name(to)}</td>
              <td>
                ${rich(label, 80)} ${change === "unchanged" ? "" : html`<span class="${change} small">${change}</span>`}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </figure>`;
}
