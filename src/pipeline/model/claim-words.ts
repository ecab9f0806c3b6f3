import type { Threat } from "../../domain/threat.ts";
import { weaknessOf } from "./weaknesses.ts";

/**
 * A claim for the critic: kind, weakness and places, which code knows, and nothing that the finder wrote. Its words would
 * carry its reasoning, and whatever the code talked it into.
 */
export function describeClaim(threat: Threat, index: number): string {
  const { kind, cwe, element, evidence, steps } = threat;
  const weakness = cwe.map((number) => weaknessOf(number)?.name ?? `CWE-${number}`).join(", ");
  const way = steps.map(({ path, line, side }) => `${path}:${line}${sideOf(side)}`);
  return [
    `${index}. ${kind} (${weakness}) in ${element}`,
    ...evidence.map(
      ({ path, startLine, side, role }) => `   ${role.replace("_", " ")}: ${path}:${startLine}${sideOf(side)}`,
    ),
    ...(way.length > 0 ? [`   way: ${way.join(" -> ")}`] : []),
  ].join("\n");
}

function sideOf(side: "base" | "head"): string {
  return side === "base" ? " before the change" : "";
}
