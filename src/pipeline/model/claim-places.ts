import type { Evidence } from "../../domain/evidence.ts";
import type { Threat } from "../../domain/threat.ts";
import type { Grounded } from "../grounded.ts";
import { placeOf } from "./place.ts";

type Lines = Pick<Evidence, "path" | "side" | "startLine" | "endLine">;

/** The lines that decide about a claim: its own, and where the program knows the way in and the checks on it. */
export function placesOf({ evidence, steps }: Threat, grounded: Grounded): Lines[] {
  const { entryPoint, facts } = placeOf(evidence, grounded).scope;
  const checks = facts.filter(({ kind }) => kind === "control");
  const way = steps.map((step) => ({ ...step, startLine: step.line, endLine: step.line }));
  return [...evidence, ...way, ...(entryPoint ? [entryPoint] : []), ...checks];
}
