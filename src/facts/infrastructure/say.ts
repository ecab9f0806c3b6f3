import { linesOf } from "../../domain/change-set.ts";
import type { Fact } from "../../domain/fact.ts";
import type { SourceFile } from "../fact-reader.ts";
import type { LineRange } from "../settings/line-range.ts";
import { isLocalUse } from "./local-use.ts";

/** What a fact says, apart from where it stands. */
export type Said = Pick<Fact, "kind" | "name" | "attributes">;

/** Turns what lines of one file say into a fact that quotes them. */
export type Say = (lines: LineRange, fact: Said) => Fact;

/** Most lines that a fact about a whole block quotes; its head says what it is. */
const MOST_LINES = 12;

/** Facts that weigh less where nothing but a developer's own machine, a test or an example is set up. */
const WEIGHED_BY_PLACE: ReadonlySet<string> = new Set(["listener", "privilege", "secret_use"]);

/** Facts about one version of one file. */
export function sayIn({ path, side, text }: SourceFile): Say {
  const lines = linesOf(text);
  const isLocal = isLocalUse(path);
  return ({ start, end }, fact) => {
    const quote = lines.slice(start - 1, end).join("\n");
    const place = isLocal && WEIGHED_BY_PLACE.has(fact.kind) ? { local: true } : {};
    const attributes = { ...fact.attributes, ...place };
    return { ...fact, attributes, path, side, startLine: start, endLine: end, quote, symbol: null };
  };
}

/** The first lines of something long. */
export function headOf({ start, end }: LineRange): LineRange {
  return { start, end: end - start < MOST_LINES ? end : start };
}

/** A control that stands in a setting, working or not. */
export function settingControl(name: string, effective: boolean, details: Fact["attributes"] = {}): Said {
  return { kind: "control", name, attributes: { effective, via: "setting", ...details } };
}
