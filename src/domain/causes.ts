import { type Threat, isLostControl } from "./threat.ts";

/** The threats in groups, in order: a control that many paths lost is one thing to repair, and is told once. */
export function byCause(threats: readonly Threat[]): Threat[][] {
  return [...Map.groupBy(threats, causeOf).values()];
}

function causeOf(threat: Threat): string {
  const lost = threat.evidence.filter((evidence) => isLostControl(threat, evidence));
  if (lost.length === 0) return threat.id;
  const places = lost.map(({ path, startLine }) => `${path}:${startLine}`);
  return places.toSorted().join(" ");
}
