import type { Threat } from "../../domain/threat.ts";
import { weaknessOf } from "./weaknesses.ts";

/**
 * A claim for the critic: kind, weakness, places and what is claimed to be in reach, all in words of ours, and nothing that
 * the finder wrote. Its words would carry its reasoning, and whatever the code talked it into.
 */
export function describeClaim(threat: Threat, index: number): string {
  const { kind, cwe, element, evidence, steps, risk } = threat;
  const { access, effect, data, tenancy } = risk.factors;
  const weakness = cwe.map((number) => weaknessOf(number)?.name ?? `CWE-${number}`).join(", ");
  const way = steps.map(({ path, line, side }) => `${path}:${line}${sideOf(side)}`);
  return [
    `${index}. ${kind} (${weakness}) in ${element}`,
    `   claimed: ${access} can ${effect}, ${data} data, ${tenancy} tenancy`,
    ...evidence.map(
      ({ path, startLine, side, role }) => `   ${role.replace("_", " ")}: ${path}:${startLine}${sideOf(side)}`,
    ),
    ...(way.length > 0 ? [`   way: ${way.join(" -> ")}`] : []),
  ].join("\n");
}

function sideOf(side: "base" | "head"): string {
  return side === "base" ? " before the change" : "";
}
