import { linesOf } from "../../domain/change-set.ts";
import { type LockedPackage, odditiesIn } from "./lock.ts";
import type { ManifestFormat } from "./manifest.ts";

/** `yarn.lock` of the first Yarn and of later ones, which name no address for what comes from a registry. */
export const yarnLock: ManifestFormat = {
  ecosystem: "npm",
  role: "lock",
  path: /(^|\/)yarn\.lock$/u,
  read: (text) => ({ oddities: odditiesIn(blocksIn(linesOf(text)).flatMap(lockedIn), "npm") }),
};

interface Block {
  readonly heading: string;
  readonly startLine: number;
  readonly lines: string[];
}

/** An unindented line that ends in a colon, with the indented lines below it. */
export function blocksIn(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (const [index, line] of lines.entries()) {
    if (/^\s+\S/u.test(line)) blocks.at(-1)?.lines.push(line);
    else if (/^[^\s#].*:\s*$/u.test(line)) {
      blocks.push({ heading: line.trimEnd().slice(0, -1), startLine: index + 1, lines: [] });
    }
  }
  return blocks;
}

function lockedIn({ heading, startLine, lines }: Block): LockedPackage[] {
  const specifiers = heading.replaceAll('"', "").split(/,\s*/u).map(splitSpecifier);
  const [[name, first]] = [specifiers[0] ?? ["", ""]];
  if (name === "" || LOCAL.test(first)) return [];
  const alias = ALIAS.exec(first)?.[1] ?? null;
  const ranges = specifiers.map(([, range]) => range).filter((range) => !ALIAS.test(range));
  const place = { name, startLine, endLine: startLine + lines.length };
  return [
    {
      ...place,
      ...fetchedFrom(lines.filter((line) => /^ {2}\S/u.test(line))),
      installScript: false,
      ranges,
      realName: alias,
      direct: false,
    },
  ];
}

const LOCAL = /^(?:workspace|link|portal|file|patch):/u;
const ALIAS = /^npm:((?:@[^/@]+\/)?[^/@]+)@/u;

/** Later Yarns name a resolution instead of an address, which for a registry is only its version. */
function fetchedFrom(lines: readonly string[]): Pick<LockedPackage, "resolved" | "verified"> {
  const resolved = valueOf(lines, "resolved");
  const [, resolution] = splitSpecifier(valueOf(lines, "resolution") ?? "");
  const address = resolution === "" || resolution.startsWith("npm:") ? null : resolution;
  const isVerified = ["integrity", "checksum"].some((key) => valueOf(lines, key) !== null);
  return { resolved: resolved ?? address, verified: isVerified || /#[\da-f]{40}$/u.test(resolved ?? "") };
}

function splitSpecifier(specifier: string): readonly [name: string, range: string] {
  const split = specifier.indexOf("@", 1);
  return split === -1 ? [specifier, ""] : [specifier.slice(0, split), specifier.slice(split + 1)];
}

function valueOf(lines: readonly string[], key: string): string | null {
  const line = lines.find((candidate) => candidate.trimStart().startsWith(key));
  return line === undefined ? null : (/^\s+[\w"]+:?\s+"?([^"]*)"?\s*$/u.exec(line)?.[1] ?? null);
}
