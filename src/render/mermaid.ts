import type { Change, Element, Zone } from "../domain/system-model.ts";
import type { Diagram, DiagramEdge, DiagramNode } from "./diagram.ts";
import { clean, cut } from "./escape.ts";
import { circled } from "./words.ts";

/** Brackets around a label give an element its shape in a data-flow diagram. */
const SHAPES: Readonly<Record<Element["kind"], readonly [string, string]>> = {
  external: ["([", "])"],
  process: ["[", "]"],
  store: ["[(", ")]"],
  third_party: ["[[", "]]"],
  ci: ["{{", "}}"],
  model: ["[/", "/]"],
};

/** Strokes only, so that the diagram reads on light and dark pages alike. */
const STYLES: Readonly<Record<Exclude<Change, "unchanged">, string>> = {
  added: "stroke:#1a7f37,stroke-width:3px",
  removed: "stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 5",
  changed: "stroke:#bf8700,stroke-width:2px",
};

const ZONE_NAMES: Readonly<Record<Zone, string>> = {
  internet: "Internet",
  browser: "Browser",
  application: "Application",
  data: "Data",
  third_party: "Third parties",
  build: "Build",
  model: "Language model",
  filesystem: "File system",
};

const LEGEND = { added: "thick green is new", removed: "dashed red is gone", changed: "amber changed" } as const;

/** Ids, shapes and styles are ours; names from the code appear in quoted labels only. */
export function mermaidOf(diagram: Diagram): string {
  const nodes = diagram.zones.flatMap((zone) => zone.nodes);
  const ids = new Map(nodes.map((node, index) => [node.element.id, `n${index}`]));
  const styled = Object.keys(STYLES).filter((change) => nodes.some((node) => node.change === change));
  return [
    "flowchart LR",
    ...diagram.zones.flatMap((zone, index) => zoneLines(zone, index, ids)),
    ...diagram.edges.map((edge) => edgeLine(edge, ids)),
    ...styled.map((change) => classLine(change, nodes, ids)),
    ...diagram.edges.flatMap(({ change }, index) =>
      change === "unchanged" ? [] : [`  linkStyle ${index} ${STYLES[change]}`],
    ),
  ].join("\n");
}

/** What the colours in this diagram mean; colours that do not occur are not explained. */
export function legendOf(diagram: Diagram): string {
  const changes = [...diagram.zones.flatMap((zone) => zone.nodes), ...diagram.edges].map(({ change }) => change);
  const said = (["added", "removed", "changed"] as const).filter((change) => changes.includes(change));
  return said.map((change) => LEGEND[change]).join(" · ");
}

function zoneLines(zone: Diagram["zones"][number], index: number, ids: ReadonlyMap<string, string>): string[] {
  const lines = zone.nodes.map((node) => {
    const [open, close] = SHAPES[node.element.kind];
    return `    ${ids.get(node.element.id)}${open}"${nodeLabel(node)}"${close}`;
  });
  return [`  subgraph z${index}["${ZONE_NAMES[zone.zone]}"]`, ...lines, "  end"];
}

function nodeLabel(node: DiagramNode): string {
  const numbers = node.threats.map(circled).join(" ");
  return [numbers, label(node.element.name, 48) || "unnamed"].filter(Boolean).join(" ");
}

function edgeLine(edge: DiagramEdge, ids: ReadonlyMap<string, string>): string {
  const words = label(edge.label, 40);
  const arrow = edge.change === "removed" ? "-.->" : "-->";
  return `  ${ids.get(edge.from)} ${arrow}${words === "" ? "" : `|"${words}"|`} ${ids.get(edge.to)}`;
}

function classLine(change: string, nodes: readonly DiagramNode[], ids: ReadonlyMap<string, string>): string {
  const members = nodes.filter((node) => node.change === change).map((node) => ids.get(node.element.id));
  const style = Object.entries(STYLES).find(([name]) => name === change)?.[1];
  return `  classDef ${change} ${style}\n  class ${members.join(",")} ${change}`;
}

/** Text inside quotes: nothing that ends the quote or starts a directive, a link, a list or markup. */
function label(text: string, max: number): string {
  return cut(clean(text).replace(/[`\\]/gu, ""), max)
    .replace(/%%+/gu, "%")
    .replace(/[#&"<>@*]|:(?=\/\/)|^[-+]|(?<=^\d+)\./gu, (mark) => `#${mark.codePointAt(0)};`);
}
