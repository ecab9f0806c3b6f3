import { describe, expect, it } from "vitest";
import { factsIn, scopesIn } from "./read-manifest.ts";

async function registries(path: string, text: string): Promise<string[]> {
  const found = await factsIn(path, text, "dependency", "registry");
  return found.map(({ attributes: { reference, transport, exclusive, partial } }) =>
    [reference, transport, exclusive === false ? "shared" : "", partial === true ? "partial" : ""].join(" ").trim(),
  );
}

async function weakened(path: string, text: string): Promise<string[]> {
  const scopes = await scopesIn(path, text);
  const controls = scopes.flatMap(({ facts }) => facts).filter(({ attributes }) => attributes["effective"] === false);
  return controls.map(({ name }) => name);
}

describe("registries", () => {
  it.each([
    [".npmrc", "registry=https://npm.acme.example/", ["npm.acme.example https"]],
    [".npmrc", "@acme:registry = http://npm.acme.example", ["npm.acme.example http  partial"]],
    [".npmrc", "registry=https://registry.npmjs.org/\n; registry=https://x.example", []],
    [".npmrc", "registry=http://registry.npmjs.org/", ["registry.npmjs.org http"]],
    [".yarnrc", 'registry "https://npm.acme.example"', ["npm.acme.example https"]],
    [
      ".yarnrc.yml",
      "npmRegistryServer: https://a.example\nnpmScopes:\n  acme:\n    npmRegistryServer: 'https://b.example'\n",
      ["a.example https", "b.example https  partial"],
    ],
    ["requirements.txt", "-i https://pypi.acme.example/simple\nflask", ["pypi.acme.example https"]],
    ["requirements.txt", "--extra-index-url=https://pypi.acme.example/simple", ["pypi.acme.example https shared"]],
    ["requirements.txt", "--extra-index-url https://download.pytorch.org/whl/cpu", []],
    ["pip.conf", "[global]\nextra-index-url = https://pypi.acme.example", ["pypi.acme.example https shared"]],
    [
      "pyproject.toml",
      '[[tool.poetry.source]]\nurl = "https://a.example"\npriority = "supplemental"',
      ["a.example https shared"],
    ],
    ["pyproject.toml", '[[tool.uv.index]]\nurl = "https://a.example"\nexplicit = true', ["a.example https"]],
    [
      "uv.toml",
      'index-strategy = "unsafe-best-match"\n[[index]]\nurl = "https://a.example"',
      ["a.example https shared"],
    ],
    [
      "Pipfile",
      '[[source]]\nurl = "https://pypi.org/simple"\n[[source]]\nurl = "https://a.example"',
      ["a.example https shared"],
    ],
    [
      "pom.xml",
      "<project><repositories><repository><url>http://m.example/x</url></repository></repositories></project>",
      ["m.example http"],
    ],
    [
      "pom.xml",
      "<project><distributionManagement><repository><url>https://m.example</url></repository></distributionManagement></project>",
      [],
    ],
    ["build.gradle", 'repositories {\n  mavenCentral()\n  maven { url "https://m.example/x" }\n}', ["m.example https"]],
    ["build.gradle", 'publishing {\n  repositories {\n    maven { url "https://m.example/x" }\n  }\n}', []],
    ["build.gradle", 'docker {\n  url = "https://m.example/x"\n}', []],
    [
      "Gemfile",
      'source "https://rubygems.org"\nsource "https://gems.example" do\n  gem "x"\nend',
      ["gems.example https  partial"],
    ],
    ["Gemfile", 'source "https://rubygems.org"\nsource "https://gems.example"', ["gems.example https shared"]],
    [
      "composer.json",
      '{"repositories": [{"type": "composer", "url": "https://c.example", "canonical": false}]}',
      ["c.example https shared"],
    ],
    [
      "NuGet.config",
      '<configuration><packageSources><add key="a" value="https://api.nuget.org/v3/index.json"/><add key="b" value="https://n.example"/></packageSources></configuration>',
      ["n.example https shared"],
    ],
    [
      ".cargo/config.toml",
      '[source.crates-io]\nreplace-with = "m"\n[source.m]\nregistry = "sparse+https://c.example/"',
      ["c.example https"],
    ],
  ])("of %s with %j", async (path, text, expected) => {
    expect(await registries(path, `${text}\n`)).toEqual(expected);
  });
});

describe("checks that are switched off", () => {
  it.each([
    [".npmrc", "strict-ssl=false", ["tls"]],
    [".npmrc", "strict-ssl=true", []],
    [".yarnrc.yml", "enableStrictSsl: false\nchecksumBehavior: ignore", ["tls", "signature"]],
    [".yarnrc.yml", "unsafeHttpWhitelist:\n  - '*.acme.example'", ["tls"]],
    ["pnpm-workspace.yaml", "verifyStoreIntegrity: false", ["signature"]],
    ["requirements.txt", "--trusted-host pypi.acme.example", ["tls"]],
    ["pyproject.toml", '[tool.uv]\nallow-insecure-host = ["a.example"]', ["tls"]],
    ["Pipfile", '[[source]]\nurl = "https://a.example"\nverify_ssl = false', ["tls"]],
    ["composer.json", '{"config": {"secure-http": false}}', ["tls"]],
    ["composer.json", '{"config": {"secure-http": true}}', []],
    [".bundle/config", '---\nBUNDLE_SSL_VERIFY_MODE: "0"', ["tls"]],
  ])("of %s with %j", async (path, text, expected) => {
    expect(await weakened(path, `${text}\n`)).toEqual(expected);
  });
});

describe("credentials", () => {
  it("are found where the redaction found one", async () => {
    const text = "//npm.acme.example/:_authToken=<secret:npm:1>\n";
    expect(await factsIn(".npmrc", text, "secret_use", "hardcoded")).toMatchObject([
      { startLine: 1, attributes: { type: "npm" } },
    ]);
  });

  it("belong to the registry that they are sent to", async () => {
    const text =
      "registry=http://a.example/npm\n//a.example/npm/:_authToken=${TOKEN}\n//b.example/:_authToken=${TOKEN}\n";
    const scopes = await scopesIn(".npmrc", text);
    expect(
      scopes.find(({ name }) => name === "a.example")?.facts.map(({ name, startLine }) => [name, startLine]),
    ).toEqual([
      ["registry", 1],
      ["environment", 2],
    ]);
  });
});
