import type { Fact } from "../../domain/fact.ts";
import { imageAttributes } from "../infrastructure/image-reference.ts";
import { child, type Entry, entriesOf, entry, entryLines, factOn, textOf, type YamlSource } from "./yaml-source.ts";

/** The images that a job runs in and beside. */
export function containerFacts(source: YamlSource, job: Entry): Fact[] {
  const services = entriesOf(source, child(source, job.value, "services")).map(({ value }) =>
    entry(source, value, "image"),
  );
  const container = entry(source, job.value, "container");
  const own = container && textOf(container.value) === null ? entry(source, container.value, "image") : container;
  return [own, ...services].flatMap((image) => {
    const reference = textOf(image?.value ?? null);
    if (!image || reference === null || reference === "" || reference.includes("${{")) return [];
    const attributes = imageAttributes(reference.replace(/^docker:\/\//u, ""));
    return [
      factOn(source, entryLines(source, image), { kind: "dependency", name: "image", symbol: job.key, attributes }),
    ];
  });
}
