/** Where a dependency comes from, as far as the text that names it says. */
export interface Origin {
  readonly source: "registry" | "git" | "url" | "path";
  /** `host/owner/name` of a repository or the address of an archive; `null` when the name is all that is said. */
  readonly address: string | null;
  readonly host: string | null;
  readonly transport: "https" | "http" | "unknown";
  readonly pinned: Pinning;
}

/** How closely the text names one version. */
export type Pinning = "digest" | "version" | "range" | "tag" | "branch" | "latest" | "none";

/** The origin of what a registry serves under its name. */
export function fromRegistry(pinned: Pinning): Origin {
  return { source: "registry", address: null, host: null, transport: "unknown", pinned };
}

/** The origin of what lies in the same repository. */
export const FROM_PATH: Origin = { source: "path", address: null, host: null, transport: "unknown", pinned: "none" };

const SHORTHANDS: Readonly<Record<string, string>> = {
  github: "github.com",
  gitlab: "gitlab.com",
  bitbucket: "bitbucket.org",
  gist: "gist.github.com",
};
const ADDRESS =
  /^(?<git>git\+)?(?<scheme>https?|ssh|git|file):\/\/(?:[^@/\s]{0,200}@)?(?<host>[\w.-]{1,253}|\[[\da-f:]+\])?(?::\d+)?(?<path>\/[^#?\s]*)?(?:\?[^#\s]*)?(?:#(?<reference>\S*))?$/iu;
const SCP = /^(?:git\+ssh:\/\/)?(?:ssh:\/\/)?git@(?<host>[\w.-]{1,253})[:/](?<path>[\w./~-]+)(?:#(?<reference>\S*))?$/u;
const SHORT = /^(?<service>github|gitlab|bitbucket|gist):(?<path>[\w./-]+)(?:#(?<reference>\S*))?$/u;
const REPOSITORY = /^\/[^/]+\/[^/]+$/u;
const GIT_HOSTS = new Set(["github.com", "gitlab.com", "bitbucket.org", "codeberg.org"]);

/** Reads an address as package managers write it; `null` for anything else. */
export function originOfAddress(text: string): Origin | null {
  return sshOrigin(text) ?? shortOrigin(text) ?? webOrigin(text);
}

/** The origin of a repository whose branch, tag or commit is said beside its address; `null` when it is no address. */
export function originOfRepository(address: string, reference: string | null): Origin | null {
  const origin = originOfAddress(address);
  if (origin === null || origin.source === "path") return origin;
  return {
    ...origin,
    source: "git",
    address: repositoryName(origin.address ?? ""),
    pinned: pinningOfReference(reference ?? ""),
  };
}

function sshOrigin(text: string): Origin | null {
  const { host = "", path = "", reference } = SCP.exec(text)?.groups ?? {};
  return host === "" ? null : fromGit(host, `/${path}`, { reference, transport: "unknown" });
}

function shortOrigin(text: string): Origin | null {
  const { service = "", path = "", reference } = SHORT.exec(text)?.groups ?? {};
  const host = SHORTHANDS[service];
  return host === undefined ? null : fromGit(host, `/${path}`, { reference, transport: "https" });
}

function webOrigin(text: string): Origin | null {
  const groups = ADDRESS.exec(text)?.groups;
  if (groups === undefined) return null;
  const { scheme = "", host = "", path = "", reference } = groups;
  if (host === "") return FROM_PATH;
  const transport = TRANSPORTS[scheme.toLowerCase()] ?? "unknown";
  return isRepository(groups) ? fromGit(host, path, { reference, transport }) : fromUrl(host, path, transport);
}

function fromUrl(host: string, path: string, transport: Origin["transport"]): Origin {
  const place = { address: host + path, host: host.toLowerCase(), transport: ownTransport(host, transport) };
  return { source: "url", pinned: "none", ...place };
}

function isRepository({
  git,
  scheme = "",
  host = "",
  path = "",
}: Readonly<Record<string, string | undefined>>): boolean {
  if (git !== undefined || /^(?:git|ssh)$/iu.test(scheme) || /\.git\/?$/u.test(path)) return true;
  return GIT_HOSTS.has(host.toLowerCase()) && REPOSITORY.test(path);
}

const TRANSPORTS: Readonly<Record<string, Origin["transport"]>> = { https: "https", http: "http", git: "http" };

interface GitDetails {
  readonly reference: string | undefined;
  readonly transport: Origin["transport"];
}

/** A git repository as origin; `reference` is a branch, a tag or a commit. */
function fromGit(host: string, path: string, { reference, transport }: GitDetails): Origin {
  const address = repositoryName(host.toLowerCase() + path);
  const pinned = pinningOfReference(reference ?? "");
  return { source: "git", address, host: host.toLowerCase(), transport: ownTransport(host, transport), pinned };
}

/** What a git reference promises: only a commit cannot be moved. */
function pinningOfReference(reference: string): Pinning {
  if (reference.startsWith("semver:")) return "tag";
  const [name = ""] = reference.replace(/^(commit|rev|tag|branch)[=:]/u, "").split(/[&:]/u);
  if (name === "") return "none";
  if (/^[\da-f]{7,64}$/u.test(name)) return "digest";
  return /\d+\.\d+|^v\d+$/u.test(name) ? "tag" : "branch";
}

/** On the machine itself nobody stands in between. */
function ownTransport(host: string, transport: Origin["transport"]): Origin["transport"] {
  return /^(localhost|127\.|\[::1\])/u.test(host) ? "unknown" : transport;
}

function repositoryName(address: string): string {
  return address.replace(/(?:\.git)?\/?$/u, "");
}
