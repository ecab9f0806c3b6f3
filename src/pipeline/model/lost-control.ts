import type { ControlCoverage } from "../../domain/system-model.ts";

/** True when a control that was seen on the path is not seen there any more, also when parts of the path are out of view. */
export function isLost({ base, head }: Pick<ControlCoverage, "base" | "head">): boolean {
  return base === "present" && (head === "absent" || head === "unknown");
}
