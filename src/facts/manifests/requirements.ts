import { linesOf } from "../../domain/change-set.ts";
import { type Manifest, type ManifestFormat, onLine, type Package, plainPackage } from "./manifest.ts";
import { FROM_PATH, fromRegistry, type Origin, originOfAddress, type Pinning, originOfRepository } from "./origin.ts";

/** `requirements.txt`, constraints, and their sources. */
export const requirements: ManifestFormat = {
  ecosystem: "pypi",
  role: "configuration",
  path: /(^|\/)([\w.-]*(requirements|constraints)[\w.-]*|(requirements|constraints)\/[\w.-]+)\.(txt|in)$/u,
  read: (text): Manifest => {
    const lines = linesOf(text).map((line, index) => ({
      text: line.replace(/(?:^|\s)#.*$/u, "").trim(),
      line: index + 1,
    }));
    return {
      packages: lines.flatMap(({ text: entry, line }) => requirementIn(entry, line)),
      ...pipOptions(lines.filter(({ text: entry }) => entry.startsWith("-"))),
    };
  },
};

/** `pip.conf`: the same options as settings. */
export const pipSettings: ManifestFormat = {
  ecosystem: "pypi",
  role: "configuration",
  path: /(^|\/)pip\.(conf|ini)$/u,
  read: (text) => pipOptions(linesOf(text).map((line, index) => ({ text: `--${line.trim()}`, line: index + 1 }))),
};

interface Line {
  readonly text: string;
  readonly line: number;
}

const OPTION = /^(?:--(index-url|extra-index-url|find-links|trusted-host)|-(i|f))(?:\s*=\s*|\s+)(\S+)/u;

/** Indexes besides the main one are asked for the same names, and the highest version wins. */
function pipOptions(lines: readonly Line[]): Manifest {
  const options = lines.flatMap(({ text, line }) => {
    const [, long, short, value = ""] = OPTION.exec(text) ?? [];
    const name = long ?? (short === "i" ? "index-url" : "find-links");
    return value === "" ? [] : [{ ...onLine(line), name, value }];
  });
  return {
    registries: options
      .filter(({ name }) => name !== "trusted-host")
      .map(({ name, value, ...place }) => ({ ...place, address: value, only: null, exclusive: name === "index-url" })),
    weakened: options
      .filter(({ name }) => name === "trusted-host")
      .map((place) => ({
        ...onLine(place.startLine),
        control: "tls",
        reason: "the index's certificate is not checked",
      })),
  };
}

function requirementIn(entry: string, line: number): Package[] {
  const text = entry.replace(/^(?:-e|--editable)[\s=]+/u, "");
  if (text === "" || text.startsWith("-")) return [];
  const one = requirementOf(text.replace(/\s+(?:--hash=|\\$).*$/u, "").trim());
  return one === null ? [] : [plainPackage(one.name, one.range, one.origin, onLine(line))];
}

/** A requirement as PEP 508 writes it: a name with a version, or with an address. */
export interface Requirement {
  readonly name: string;
  readonly range: string;
  readonly origin: Origin;
}

/** Longer lines are no requirement that people write. */
const LONGEST = 2000;

const NAMED = /^([A-Za-z0-9][\w.-]{0,200})\s*(?:\[[^\]]{0,500}\])?\s*(?:(@)\s*(\S+)|\(?([^;)]*)\)?)/u;

/** Reads one requirement; `null` when the text is none. */
export function requirementOf(text: string): Requirement | null {
  if (text.length > LONGEST) return null;
  const direct = pythonAddress(text);
  if (direct) return { name: nameInAddress(text), range: text, origin: direct };
  const [, name, isAddress, address = "", range = ""] = NAMED.exec(text) ?? [];
  if (name === undefined) return null;
  const origin = isAddress === undefined ? fromRegistry(pythonPinning(range)) : (pythonAddress(address) ?? FROM_PATH);
  return { name: normalName(name), range: isAddress === undefined ? range.trim() : address, origin };
}

/** Python puts what is to be checked out behind an `@`, and a checksum behind `#sha256=`. */
function pythonAddress(text: string): Origin | null {
  if (/^(?:\.{0,2}\/|\.$)/u.test(text)) return FROM_PATH;
  if (!/^(?:(?:git|hg|svn|bzr)\+|https?:|file:)/u.test(text)) return null;
  const [address = "", fragment = ""] = text.split(/[#;\s]/u);
  if (!address.startsWith("git+")) return archiveOrigin(address, fragment);
  const { place = address, reference = null } = CHECKED_OUT.exec(address)?.groups ?? {};
  return originOfRepository(place, reference);
}

const CHECKED_OUT = /^(?<place>git\+\w+:\/\/.*[^/]\/.*)@(?<reference>[^@]+)$/u;

function archiveOrigin(address: string, fragment: string): Origin | null {
  const origin = originOfAddress(address);
  return origin !== null && /\bsha(?:256|384|512)=/u.test(fragment) ? { ...origin, pinned: "digest" } : origin;
}

function nameInAddress(text: string): string {
  const named = /[#&]egg=([\w.-]+)/u.exec(text)?.[1];
  const last =
    text
      .split(/[#?;]/u)[0]
      ?.replace(/@[^/]*$/u, "")
      .split("/")
      .at(-1) ?? text;
  return normalName(named ?? last.replace(/\.(git|zip|tar\.gz|whl)$/u, ""));
}

/** Names are the same in all their spellings. */
export function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/gu, "-");
}

/** A lower limit alone is how libraries are ordinarily asked for, but it is none. */
export function pythonPinning(range: string): Pinning {
  if (/={2,3}\s*[\d.]+(?!.*\*)/u.test(range)) return "version";
  if (/^\s*\*?\s*$/u.test(range) || /^\s*>=?\s*0(?:\.0)*\s*$/u.test(range)) return "latest";
  return "range";
}
