import type { ThreatReport } from "../domain/report.ts";
import {
  type Change,
  type Element,
  type ElementChange,
  type FlowChange,
  ZONES,
  type Zone,
} from "../domain/system-model.ts";
import { openGroups, openThreats } from "./selection.ts";

const MOST_NODES = 30;
const MOST_EDGES = 45;

export interface DiagramNode {
  readonly element: Element;
  readonly change: Change;
  /** Numbers of the open threats about this element, in the order of the report. */
  readonly threats: readonly number[];
}

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly change: Change;
}

/** The part of the data-flow diagram that the change touches, by trust zone from the outside in. */
export interface Diagram {
  readonly zones: readonly { readonly zone: Zone; readonly nodes: readonly DiagramNode[] }[];
  readonly edges: readonly DiagramEdge[];
}

/** The numbers that diagram and table give to the open threats whose element is drawn, by threat id; one per row. */
export function threatNumbers(report: ThreatReport, diagram: Diagram | null): Map<string, number> {
  if (diagram === null) return new Map();
  return numbersOf(report, new Set(diagram.zones.flatMap(({ nodes }) => nodes.map((node) => node.element.name))));
}

function numbersOf(report: ThreatReport, drawn: ReadonlySet<string>): Map<string, number> {
  const groups = openGroups(report).filter((group) => group.some(({ element }) => drawn.has(element)));
  return new Map(groups.flatMap((group, index) => group.map(({ id }) => [id, index + 1] as const)));
}

/** Picks what changed and one hop around it; `null` when there is no flow to draw. */
export function pickDiagram(report: ThreatReport): Diagram | null {
  const touched = touchedElements(report);
  const near = report.flows.filter(
    ({ flow, change }) => change !== "unchanged" || touched.has(flow.from) || touched.has(flow.to),
  );
  const inReach = new Set([...touched, ...near.flatMap(({ flow }) => [flow.from, flow.to])]);
  const wanted = withNeighbours(byWeight(report, inReach), near);
  const elements = report.elements.filter(({ element }) => wanted.has(element.id));
  const kept = new Set(elements.map(({ element }) => element.id));
  const edges = byChange(near.filter(({ flow }) => kept.has(flow.from) && kept.has(flow.to))).slice(0, MOST_EDGES);
  if (edges.length === 0) return null;
  const connected = new Set([...touched, ...edges.flatMap(({ flow }) => [flow.from, flow.to])]);
  const drawn = elements.filter(({ element }) => connected.has(element.id));
  return { zones: byZone(report, drawn), edges: edges.map(({ flow, change }) => ({ ...flow, change })) };
}

/** Elements that changed or that an open threat is about. */
function touchedElements(report: ThreatReport): Set<string> {
  const threatened = new Set(openThreats(report).map((threat) => threat.element));
  const elements = report.elements.filter(
    ({ element, change }) => change !== "unchanged" || threatened.has(element.name),
  );
  return new Set(elements.map(({ element }) => element.id));
}

/** The elements with everything that a flow joins them to, as many as there is room for. */
function withNeighbours(elements: readonly ElementChange[], flows: readonly FlowChange[]): Set<string> {
  const wanted = new Set<string>();
  for (const { element } of elements) {
    const joined = flows.filter(({ flow }) => flow.from === element.id || flow.to === element.id);
    const ends = new Set([element.id, ...joined.flatMap(({ flow }) => [flow.from, flow.to])]);
    const group = [...ends].filter((id) => !wanted.has(id));
    // The outside world is joined to everything and has no room of its own: it comes in with the first that it calls.
    if (wanted.size + group.length <= MOST_NODES) for (const id of group) wanted.add(id);
  }
  return wanted;
}

/** What threats are about first, then what changed, then its neighbours; the report's order within each. */
function byWeight(report: ThreatReport, wanted: ReadonlySet<string>): ElementChange[] {
  const threatened = new Set(openThreats(report).map((threat) => threat.element));
  const weight = ({ element, change }: ElementChange) => {
    if (threatened.has(element.name)) return 0;
    return change === "unchanged" ? 2 : 1;
  };
  return report.elements.filter(({ element }) => wanted.has(element.id)).toSorted((a, b) => weight(a) - weight(b));
}

function byChange(flows: readonly FlowChange[]): FlowChange[] {
  return flows.toSorted((a, b) => Number(a.change === "unchanged") - Number(b.change === "unchanged"));
}

function byZone(report: ThreatReport, drawn: readonly ElementChange[]): Diagram["zones"] {
  const names = new Set(drawn.map(({ element }) => element.name));
  const numbers = numbersOf(report, names);
  const node = ({ element, change }: ElementChange): DiagramNode => {
    const here = openThreats(report).filter((threat) => threat.element === element.name);
    return { element, change, threats: [...new Set(here.flatMap(({ id }) => numbers.get(id) ?? []))] };
  };
  return ZONES.map((zone) => ({ zone, nodes: drawn.filter(({ element }) => element.zone === zone).map(node) })).filter(
    ({ nodes }) => nodes.length > 0,
  );
}
