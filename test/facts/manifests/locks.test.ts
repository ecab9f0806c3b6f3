import { describe, expect, it } from "vitest";
import { scopesIn } from "./read-manifest.ts";

/** What is odd in a lock, as `name what`. */
async function oddities(path: string, text: string): Promise<string[]> {
  const scopes = await scopesIn(path, text);
  return scopes
    .flatMap(({ facts }) => facts.filter(({ kind }) => kind === "dependency"))
    .map(({ attributes }) => {
      const what = ["verified", "third_party", "redirected", "executed"].find((name) => attributes[name] !== undefined);
      return `${String(attributes["reference"])} ${what ?? ""}`;
    });
}

const NAMES = ["a1", "b1", "c1", "d1", "e1", "f1"];
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
type Entry = Readonly<Record<string, unknown>>;

function ordinaryEntry(name: string): Entry {
  const resolved = `https://registry.npmjs.org/${name}/-/${name}-1.0.0.tgz`;
  return { version: "1.0.0", resolved, integrity: "sha512-x" };
}

function packageLock(changes: Readonly<Record<string, Entry>>, asked: Entry = {}): string {
  const names = [...new Set([...NAMES, ...Object.keys(changes)])];
  const packages = names.map((name) => [`node_modules/${name}`, { ...ordinaryEntry(name), ...changes[name] }]);
  return JSON.stringify({ packages: { "": { dependencies: asked }, ...Object.fromEntries(packages) } }, null, 2);
}

describe("package-lock.json", () => {
  it.each([
    ["nothing odd", packageLock({}), []],
    ["no checksum", packageLock({ b1: { integrity: undefined } }), ["b1 verified"]],
    ["a link", packageLock({ own: { resolved: "packages/own", link: true, integrity: undefined } }), []],
    ["a bundled package", packageLock({ own: { resolved: undefined, integrity: undefined, inBundle: true } }), []],
    ["another host", packageLock({ b1: { resolved: "https://x.example/b1.tgz" } }), ["x.example third_party"]],
    [
      "the other name of the registry",
      packageLock({ b1: { resolved: "https://registry.yarnpkg.com/b1/-/b1-1.tgz" } }),
      [],
    ],
    [
      "the archive of another package",
      packageLock({ b1: { resolved: "https://registry.npmjs.org/evil/-/evil-1.tgz" } }),
      ["b1 redirected"],
    ],
    ["an alias", packageLock({ b1: { name: "@s/b", resolved: "https://registry.npmjs.org/@s/b/-/b-1.tgz" } }), []],
    [
      "a repository where a version is asked for",
      packageLock({ b1: { resolved: `git+ssh://git@github.com/x/b1.git#${COMMIT}` } }, { b1: "^1.0.0" }),
      ["b1 redirected"],
    ],
    [
      "a repository that is asked for",
      packageLock(
        { b1: { resolved: `git+ssh://git@github.com/x/b1.git#${COMMIT}`, integrity: undefined } },
        { b1: "github:x/b1" },
      ),
      [],
    ],
    ["a package that runs code", packageLock({ b1: { hasInstallScript: true } }), ["b1 executed"]],
    [
      "the first format",
      JSON.stringify({
        dependencies: {
          a1: {
            version: "1.0.0",
            resolved: "https://registry.npmjs.org/a1/-/a1-1.0.0.tgz",
            integrity: "x",
            requires: { b1: "^1" },
          },
          b1: { version: `git+https://github.com/x/b1.git#${COMMIT}` },
        },
      }),
      ["b1 redirected"],
    ],
  ])("with %s", async (_, text, expected) => {
    expect(await oddities("package-lock.json", text)).toEqual(expected);
  });

  it("takes as a habit what most entries do", async () => {
    const none = Object.fromEntries(NAMES.map((name) => [name, { integrity: undefined }]));
    expect(await oddities("package-lock.json", packageLock(none))).toEqual([]);
    const mirror = Object.fromEntries(
      NAMES.map((name) => [name, { resolved: `https://npm.acme.example/${name}/-/${name}-1.tgz` }]),
    );
    expect(await oddities("package-lock.json", packageLock(mirror))).toEqual([]);
  });
});

function yarnLock(changed: string): string {
  const blocks = NAMES.map(
    (name) =>
      `${name}@^1.0.0:\n  version "1.0.0"\n  resolved "https://registry.yarnpkg.com/${name}/-/${name}-1.0.0.tgz#${COMMIT}"\n  integrity sha512-x\n`,
  );
  return `# yarn lockfile v1\n\n\n${blocks.join("\n")}\n${changed}`;
}

describe("yarn.lock", () => {
  it.each([
    ["", []],
    [
      '"@s/g1@^1.0.0", "@s/g1@^1.1.0":\n  version "1.1.0"\n  resolved "https://registry.yarnpkg.com/@s/g1/-/g1-1.1.0.tgz"\n',
      ["@s/g1 verified"],
    ],
    [
      'g1@^1.0.0:\n  version "1.0.0"\n  resolved "https://x.example/g1.tgz#abc"\n  integrity x\n',
      ["x.example third_party"],
    ],
    [`g1@^1.0.0:\n  version "1.0.0"\n  resolved "git+https://github.com/x/g1.git#${COMMIT}"\n`, ["g1 redirected"]],
    ['"g1@github:x/g1":\n  version "1.0.0"\n  resolved "https://codeload.github.com/x/g1/tar.gz/abc"\n', []],
    [
      '"g1@npm:h1@^1.0.0":\n  version "1.0.0"\n  resolved "https://registry.yarnpkg.com/h1/-/h1-1.0.0.tgz"\n  integrity x\n',
      [],
    ],
    ['"own@workspace:.":\n  version: 0.0.0\n  resolution: "own@workspace:."\n', []],
    ['"g1@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "g1@npm:1.0.0"\n  checksum: 10/abc\n', []],
    [
      '"g1@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "g1@https://github.com/x/g1.git#commit=abc"\n',
      ["g1 redirected"],
    ],
  ])("with %j", async (changed, expected) => {
    expect(await oddities("yarn.lock", yarnLock(changed))).toEqual(expected);
  });
});

describe("pnpm-lock.yaml and bun.lock", () => {
  it.each([
    ["  g1@1.0.0:\n    resolution: {integrity: sha512-x}\n", []],
    ["  /@s/g1/1.0.0:\n    resolution: {integrity: sha512-x}\n    engines: {node: '>=18'}\n", []],
    [
      "  '@s/g1@1.0.0':\n    resolution: {tarball: https://x.example/g1.tgz, integrity: sha512-x}\n",
      ["x.example third_party"],
    ],
    ["  g1@1.0.0:\n    engines: {node: '>=18'}\n", ["g1 verified"]],
    [
      "  g1@https://codeload.github.com/x/g1/tar.gz/abc:\n    resolution: {tarball: https://codeload.github.com/x/g1/tar.gz/abc}\n",
      [],
    ],
  ])("with %j", async (changed, expected) => {
    const packages = NAMES.map((name) => `  ${name}@1.0.0:\n    resolution: {integrity: sha512-x}\n\n`);
    const text = `lockfileVersion: '9.0'\n\npackages:\n\n${packages.join("")}${changed}\nsnapshots:\n\n  a1@1.0.0: {}\n`;
    expect(await oddities("pnpm-lock.yaml", text)).toEqual(expected);
  });

  it("are read with comments and commas at the end", async () => {
    const packages = NAMES.map((name) => `"${name}": ["${name}@1.0.0", "", {}, "sha512-x"],`);
    const odd = '"g1": ["g1@1.0.0", "https://x.example/g1.tgz", {}, "sha512-x"],';
    expect(await oddities("bun.lock", `{ "packages": { ${packages.join("\n")}\n${odd} }, }`)).toEqual([
      "x.example third_party",
    ]);
  });
});

function gemfileLock(mark: string): string {
  return `GIT\n  remote: https://github.com/x/rack.git\n  revision: ${COMMIT}\n  specs:\n    rack (3.1.0)\n\nGEM\n  remote: https://rubygems.org/\n  specs:\n    rails (8.0)\n\nDEPENDENCIES\n  rack${mark}\n  rails\n`;
}

function composerLock(dist: string): string {
  const source = { type: "git", url: "https://github.com/acme/lib.git" };
  return JSON.stringify({ packages: [{ name: "acme/lib", source, dist: { url: dist } }] });
}

function crate(name: string, more: string): string {
  return `[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n${more}\n`;
}

describe("locks of Python, Ruby, PHP and Rust", () => {
  it("of uv and Poetry name where files come from", async () => {
    const ordinary = NAMES.map(
      (name) =>
        `[[package]]\nname = "${name}"\nsource = { registry = "https://pypi.org/simple" }\nsdist = { url = "https://files.pythonhosted.org/${name}.tar.gz", hash = "sha256:x" }\n`,
    );
    const own =
      '[[package]]\nname = "shop"\nsource = { editable = "." }\n[package.metadata]\nrequires-dist = [{ name = "g1" }, { name = "h1", git = "https://github.com/x/h1" }]\n';
    const odd = `[[package]]\nname = "g1"\nsource = { git = "https://github.com/x/g1?rev=main#${COMMIT}" }\n[[package]]\nname = "h1"\nsource = { git = "https://github.com/x/h1#${COMMIT}" }\n[[package]]\nname = "i1"\nsource = { registry = "https://pypi.org/simple" }\nwheels = [{ url = "https://x.example/i1.whl", hash = "sha256:x" }]\n`;
    expect(await oddities("uv.lock", [...ordinary, own, odd].join("\n"))).toEqual([
      "x.example third_party",
      "g1 redirected",
    ]);
    const poetry = NAMES.map(
      (name) => `[[package]]\nname = "${name}"\nversion = "1"\nfiles = [{file = "a", hash = "b"}]\n`,
    );
    expect(await oddities("poetry.lock", poetry.join("\n"))).toEqual([]);
  });

  it("of Pipenv show which entry has no checksum", async () => {
    const entries = NAMES.map((name) => [name, { version: "==1.0", hashes: name === "b1" ? [] : ["sha256:x"] }]);
    expect(await oddities("Pipfile.lock", JSON.stringify({ default: Object.fromEntries(entries) }))).toEqual([
      "b1 verified",
    ]);
  });

  it("of Bundler show a repository that no dependency asks for", async () => {
    expect(await oddities("Gemfile.lock", gemfileLock("!"))).toEqual([]);
    expect(await oddities("Gemfile.lock", gemfileLock(""))).toEqual(["rack redirected"]);
  });

  it("of Composer show an archive of another repository", async () => {
    expect(await oddities("composer.lock", composerLock("https://api.github.com/repos/acme/lib/zipball/abc"))).toEqual(
      [],
    );
    expect(await oddities("composer.lock", composerLock("https://api.github.com/repos/evil/lib/zipball/abc"))).toEqual([
      "acme/lib redirected",
    ]);
    expect(await oddities("composer.lock", composerLock("https://repo.example/dists/acme/lib.zip"))).toEqual([]);
  });

  it("of Cargo show a crate without a checksum", async () => {
    const text = [
      ...NAMES.map((name) => crate(name, 'checksum = "x"')),
      crate("g1", ""),
      '[[package]]\nname = "own"\nversion = "0.1.0"\n',
    ].join("");
    expect(await oddities("Cargo.lock", text)).toEqual(["g1 verified"]);
  });
});

describe("a long lock", () => {
  it("is read to its end", async () => {
    const many = Object.fromEntries(Array.from({ length: 6000 }, (_, index) => [`package-${index}`, {}]));
    const text = packageLock(many);
    expect(await oddities("package-lock.json", text)).toEqual([]);
  });
});
