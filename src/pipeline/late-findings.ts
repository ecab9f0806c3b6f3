import { ENGINE_VERSION } from "../config/version.ts";
import type { ThreatReport } from "../domain/report.ts";
import type { Threat } from "../domain/threat.ts";

/**
 * Marks what could have been said before: found now in files that an earlier review of this pull request read to the end
 * and that did not change since. People have built on that review, so it is told and blocks nothing. Rules find the same
 * in the same code, so for them it takes another version; what another file changed is new, whatever stood here.
 */
export function markLate(threats: readonly Threat[], previous: ThreatReport | null, catalogue: string): Threat[] {
  if (previous === null || !previous.gate.complete) return [...threats];
  const isSameEngine = previous.run.engine === ENGINE_VERSION && previous.run.catalogue === catalogue;
  const known = new Map(previous.threats.map((threat) => [threat.id, threat]));
  return threats.map((threat) => {
    const before = known.get(threat.id);
    const mayBeLate = before === undefined ? threat.origin === "model" || !isSameEngine : before.late;
    return mayBeLate && wasRead(threat, previous) ? { ...threat, late: true } : threat;
  });
}

function wasRead({ evidence }: Threat, { coverage }: ThreatReport): boolean {
  const read = new Map(
    coverage.files.filter(({ state }) => state === "analysed").map(({ path, headSha }) => [path, headSha]),
  );
  return evidence.every(({ path, side, blobSha }) => side === "head" && read.get(path) === blobSha);
}
