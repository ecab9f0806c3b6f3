import { linesOf } from "../../domain/change-set.ts";
import { type LockedPackage, odditiesIn } from "./lock.ts";
import type { ManifestFormat } from "./manifest.ts";

/** `pnpm-lock.yaml`; it is read by lines because it is long, and always written by the tool. */
export const pnpmLock: ManifestFormat = {
  ecosystem: "npm",
  role: "lock",
  path: /(^|\/)pnpm-lock\.yaml$/u,
  read: (text) => ({ oddities: odditiesIn(packagesIn(linesOf(text)), "npm") }),
};

const HEADING = /^ {2}(['"]?)\/?((?:@[^/@\s]+\/)?[^/@\s]+)[@/](.+?)\1:\s*$/u;

function packagesIn(lines: readonly string[]): LockedPackage[] {
  const packages: LockedPackage[] = [];
  let section = "";
  for (const [index, line] of lines.entries()) {
    if (/^\w/u.test(line)) section = line;
    const heading = section.startsWith("packages:") ? HEADING.exec(line) : null;
    if (heading) packages.push(lockedIn(heading, bodyBelow(lines, index), index + 1));
  }
  return packages;
}

function bodyBelow(lines: readonly string[], heading: number): string[] {
  let end = heading + 1;
  while (lines[end]?.startsWith("    ") === true) end += 1;
  return lines.slice(heading + 1, end);
}

/** Where the name alone is said, pnpm asks the registry; it then always writes a checksum. */
function lockedIn(heading: RegExpExecArray, body: readonly string[], startLine: number): LockedPackage {
  const [, , name = "", version = ""] = heading;
  const resolution = body.filter((line) => !/^ {4}(?!resolution)\w/u.test(line)).join(" ");
  const tarball = /\b(?:tarball|repo): ['"]?([^\s,}'"]+)/u.exec(resolution)?.[1];
  return {
    name,
    startLine,
    endLine: startLine + body.length,
    resolved: tarball ?? registryAddress(name),
    verified: /\bintegrity:/u.test(resolution),
    installScript: false,
    ranges: [version],
    realName: null,
    direct: false,
  };
}

function registryAddress(name: string): string {
  return `https://registry.npmjs.org/${name}/-/${name}.tgz`;
}
