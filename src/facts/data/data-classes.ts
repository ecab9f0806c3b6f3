import { dataClassOf } from "../code/words.ts";
import type { Saying } from "../text-facts.ts";

/** One fact per class of data that the fields of a record promise by their names. */
export function dataClassesOf(fields: readonly string[]): Saying[] {
  const classes = new Map<string, string>();
  for (const field of fields) {
    const dataClass = dataClassOf(field);
    if (dataClass !== null && !classes.has(dataClass)) classes.set(dataClass, field);
  }
  return [...classes].map(([name, field]): Saying => ({
    kind: "data_class",
    name,
    attributes: { field, place: "store" },
  }));
}
