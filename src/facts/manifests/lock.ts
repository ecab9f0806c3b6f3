import type { Ecosystem, LockedOddity, Place } from "./manifest.ts";
import { originOfAddress } from "./origin.ts";
import { isPublicRegistry } from "./registries.ts";

/** One package as a lock pins it. */
export interface LockedPackage extends Place {
  readonly name: string;
  /** The address that it is fetched from; `null` when the lock does not say. */
  readonly resolved: string | null;
  readonly verified: boolean;
  /** True when its own code runs while it is installed. */
  readonly installScript: boolean;
  /** What others ask for under this name; none when the lock does not say. */
  readonly ranges: readonly string[];
  /** The name that the address must hold, where it differs from `name`. */
  readonly realName: string | null;
  /** True when the lock names a place of its own for it instead of a registry. */
  readonly direct: boolean;
}

/** Fewer entries show no habit that one could differ from. */
const FEWEST = 5;

/** Share of entries that may differ before it is the habit of the lock. */
const FEW = 0.1;

/** What is odd among the packages of a lock: no checksum where the others have one, another host, another package. */
export function odditiesIn(packages: readonly LockedPackage[], ecosystem: Ecosystem): LockedOddity[] {
  const byVersion = packages.filter(({ ranges }) => ranges.every(isVersion));
  const served = byVersion.filter(({ direct }) => !direct);
  return [
    ...unverified(served),
    ...foreignHosts(served, ecosystem),
    ...byVersion.filter(isOtherSource).map((one) => oddity(one, "other_source")),
    ...installScripts(packages),
  ];
}

function oddity(one: LockedPackage, kind: LockedOddity["oddity"]): LockedOddity {
  const { name, startLine, endLine, resolved } = one;
  const host = resolved === null ? null : (originOfAddress(resolved)?.host ?? null);
  return { name, startLine, endLine, oddity: kind, host };
}

/** A package that is there in several versions runs its code all the same. */
function installScripts(packages: readonly LockedPackage[]): LockedOddity[] {
  const byName = new Map(packages.filter(({ installScript }) => installScript).map((one) => [one.name, one]));
  return [...byName.values()].map((one) => oddity(one, "install_script"));
}

function unverified(packages: readonly LockedPackage[]): LockedOddity[] {
  const fetched = packages.filter(({ resolved }) => resolved !== null && originOfAddress(resolved)?.source === "url");
  const odd = fetched.filter(({ verified }) => !verified);
  if (fetched.length < FEWEST || odd.length > Math.max(1, fetched.length * FEW)) return [];
  return odd.map((one) => oddity(one, "unverified"));
}

/** Each host that few entries come from and that is no public registry, told by its first entry. */
function foreignHosts(packages: readonly LockedPackage[], ecosystem: Ecosystem): LockedOddity[] {
  const byHost = Map.groupBy(
    packages.filter(({ resolved }) => resolved !== null && originOfAddress(resolved)?.source === "url"),
    ({ resolved }) => originOfAddress(resolved ?? "")?.host ?? "",
  );
  const most = [...byHost.values()].reduce((longest, { length }) => Math.max(longest, length), 0);
  return [...byHost].flatMap(([host, [first, ...others]]) => {
    const isOrdinary = isPublicRegistry(ecosystem, host) || others.length + 1 === most;
    return first === undefined || isOrdinary ? [] : [{ ...oddity(first, "foreign_host"), name: host }];
  });
}

/** True when a version was asked for, and what is locked is a repository or the archive of another package. */
function isOtherSource(one: LockedPackage): boolean {
  const origin = one.resolved === null ? null : originOfAddress(one.resolved);
  if (origin === null || origin.source === "path") return false;
  if (origin.source === "git" || one.direct) return one.ranges.length > 0;
  const archived = nameOfArchive(origin.address ?? "");
  return archived !== null && archived !== (one.realName ?? one.name);
}

/** The package that an archive of a registry belongs to, as its address says. */
function nameOfArchive(address: string): string | null {
  const [path = "", archive] = address.replace(/%2f/iu, "/").split("/-/");
  if (archive === undefined) return null;
  const [scope = "", name = ""] = path.split("/").slice(-2);
  return scope.startsWith("@") ? `${scope}/${name}` : name;
}

/** Versions, ranges and tags; anything with a slash or a colon names a place of its own. */
function isVersion(range: string): boolean {
  return !/[/:]/u.test(range.replace(/^npm:(?=[\d^~*><=])/u, ""));
}
