import { isMap } from "yaml";
import type { Fact } from "../../domain/fact.ts";
import { child, type Entry, entry, entryLines, factOn, itemsOf, textOf, type YamlSource } from "./yaml-source.ts";

/** The machine of a job when it is one that the owners keep themselves. */
export function runnerFacts(source: YamlSource, job: Entry): Fact[] {
  const runsOn = entry(source, job.value, "runs-on");
  if (!runsOn) return [];
  const labels = itemsOf(source, isMap(runsOn.value) ? child(source, runsOn.value, "labels") : runsOn.value);
  const names = labels.flatMap((label) => textOf(label) ?? []);
  if (!names.includes("self-hosted")) return [];
  return [
    factOn(source, entryLines(source, runsOn), {
      kind: "privilege",
      name: "runner",
      symbol: job.key,
      attributes: { self_hosted: true, target: names.join(", ") },
    }),
  ];
}
