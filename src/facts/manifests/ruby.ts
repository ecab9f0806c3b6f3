import { linesOf } from "../../domain/change-set.ts";
import { type Manifest, type ManifestFormat, onLine, type Package, plainPackage, type Registry } from "./manifest.ts";
import { FROM_PATH, fromRegistry, type Origin, originOfAddress, originOfRepository, type Pinning } from "./origin.ts";

const GEM = /^\s*gem[\s(]+["']([\w.-]+)["'](.*)$/u;
const NEEDED = /\.add_(?:runtime_|development_)?dependency[\s(]+["']([\w.-]+)["'](.*)$/u;
const OPTION = /(?::(\w+)\s*=>|\b(\w+):)\s*["']([^"'\s]{1,500})["']/gu;

/** `Gemfile`, `gems.rb` and gemspecs: what a line declares; code around it is not followed. */
export const gemfile: ManifestFormat = {
  ecosystem: "rubygems",
  role: "configuration",
  path: /(^|\/)(Gemfile|gems\.rb)$|\.gem(spec|file)$/u,
  read: (text): Manifest => {
    const statements = statementsIn(text);
    const sources = statements.flatMap(sourceIn);
    const isAlone = sources.filter(({ only }) => only === null).length <= 1;
    return {
      packages: statements.flatMap(gemIn),
      registries: sources.map((source) => ({ ...source, exclusive: source.only !== null || isAlone })),
    };
  },
};

interface Statement {
  readonly text: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** A line that ends in a comma goes on in the next. */
function statementsIn(text: string): Statement[] {
  const statements: Statement[] = [];
  let open: Statement | null = null;
  for (const [index, line] of linesOf(text).entries()) {
    const code = line.slice(0, 2000).replace(/(^|\s)#.*$/u, "");
    const joined: string = open === null ? code : `${open.text} ${code.trim()}`;
    const statement: Statement = { text: joined, startLine: open?.startLine ?? index + 1, endLine: index + 1 };
    const goesOn = /,\s*$/u.test(code) && joined.length < 4000;
    if (!goesOn) statements.push(statement);
    open = goesOn ? statement : null;
  }
  return statements;
}

function gemIn({ text, startLine, endLine }: Statement): Package[] {
  const [, name, rest = ""] = GEM.exec(text) ?? NEEDED.exec(text) ?? [];
  if (name === undefined) return [];
  const options = new Map([...rest.matchAll(OPTION)].map(([, old, key, value = ""]) => [old ?? key ?? "", value]));
  const range = /^\s*,\s*(["'][^"']*["'](?:\s*,\s*["'][^"']*["'])*)/u.exec(rest)?.[1]?.replaceAll(/["']/gu, "") ?? "";
  return [plainPackage(name, range, gemOrigin(options, range), { startLine, endLine })];
}

function gemOrigin(options: ReadonlyMap<string, string>, range: string): Origin {
  if (options.has("path")) return FROM_PATH;
  const short = options.get("github");
  const address = options.get("git") ?? (short === undefined ? "" : `github:${short}`);
  const reference = ["ref", "tag", "branch"].map((name) => options.get(name)).find((value) => value !== undefined);
  return originOfRepository(address, reference ?? null) ?? fromRegistry(gemPinning(range));
}

/** A gem without a version is ordinary: the lock pins it. */
function gemPinning(range: string): Pinning {
  return /^=?\s*\d/u.test(range) ? "version" : "range";
}

/** A source with a block serves only the gems inside it. */
function sourceIn({ text, startLine, endLine }: Statement): Registry[] {
  const [, address, block] = /^\s*source[\s(]+["']([^"']+)["']\)?(\s+do\b)?/u.exec(text) ?? [];
  if (address === undefined) return [];
  return [{ startLine, endLine, address, only: block === undefined ? null : "the gems in its block", exclusive: true }];
}

/** `Gemfile.lock` only repeats what the Gemfile declares; its remotes are where the gems really came from. */
export const gemfileLock: ManifestFormat = {
  ecosystem: "rubygems",
  role: "lock",
  path: /(^|\/)(Gemfile\.lock|gems\.locked)$|\.gemfile\.lock$/u,
  read: (text): Manifest => {
    const lines = linesOf(text);
    const declared = new Set(
      lines.slice(lines.indexOf("DEPENDENCIES")).flatMap((line) => /^ {2}([\w.-]+)!/u.exec(line)?.[1] ?? []),
    );
    return {
      oddities: gitSections(lines)
        .filter(({ gems }) => !gems.some((gem) => declared.has(gem)))
        .map(({ line, gems, host }) => {
          return { ...onLine(line), name: gems[0] ?? host, oddity: "other_source", host };
        }),
    };
  },
};

interface GitSection {
  readonly line: number;
  readonly host: string;
  readonly gems: readonly string[];
}

/** The repositories of the lock; the dependencies that they stand for carry an exclamation mark. */
function gitSections(lines: readonly string[]): GitSection[] {
  return lines.flatMap((line, index) => {
    if (line !== "GIT") return [];
    const length = lines.slice(index).indexOf("");
    const body = lines.slice(index + 1, length === -1 ? lines.length : index + length);
    const remote = body.find((one) => one.startsWith("  remote: "))?.slice("  remote: ".length) ?? "";
    const gems = body.flatMap((one) => /^ {4}([\w.-]+) \(/u.exec(one)?.[1] ?? []);
    return [{ line: index + 2, host: originOfAddress(remote)?.host ?? remote, gems }];
  });
}

/** `.bundle/config`: settings as YAML-like lines. */
export const bundleSettings: ManifestFormat = {
  ecosystem: "rubygems",
  role: "configuration",
  path: /(^|\/)\.bundle\/config$/u,
  read: (text) => ({
    weakened: linesOf(text).flatMap((line, index) =>
      /^BUNDLE_SSL_VERIFY_MODE:\s*["']?0/u.test(line)
        ? [{ ...onLine(index + 1), control: "tls", reason: "the server's certificate is not checked" }]
        : [],
    ),
  }),
};
