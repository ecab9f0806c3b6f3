import { describe, expect, it } from "vitest";
import type { Fact, Scope } from "../../../src/domain/fact.ts";
import { termsProblem } from "../../../src/domain/vocabulary.ts";
import { dockerfileReader } from "../../../src/facts/infrastructure/dockerfile.ts";

async function readImage(text: string, path = "Dockerfile"): Promise<Scope> {
  const { scopes } = await dockerfileReader.read({ path, side: "head", text });
  const [scope] = scopes;
  if (!scope) throw new Error("There is no image.");
  for (const fact of scope.facts) {
    const quote = text
      .split("\n")
      .slice(fact.startLine - 1, fact.endLine)
      .join("\n");
    expect(fact.quote).toBe(quote);
    expect(termsProblem(fact.kind, [fact.name], fact.attributes)).toBeNull();
  }
  return scope;
}

async function facts(text: string, kind: Fact["kind"], name?: string): Promise<Fact[]> {
  const scope = await readImage(text);
  return scope.facts.filter((fact) => fact.kind === kind && (name === undefined || fact.name === name));
}

async function attributes(text: string, kind: Fact["kind"], name?: string) {
  return (await facts(text, kind, name)).map((fact) => fact.attributes);
}

async function secrets(body: string) {
  const found = await attributes(`FROM node:22 AS build\nARG BUILD_TOKEN\nFROM node:22\n${body}\n`, "secret_use");
  return found.map((one) => one["variable"]);
}

async function bind(line: string) {
  return (await attributes(`FROM x\n${line}\n`, "listener", "debug")).map((one) => one["bind"]);
}

describe("dockerfileReader", () => {
  it("reads Dockerfiles by their usual names", () => {
    const names = ["Dockerfile", "deploy/Dockerfile.prod", "api.Dockerfile", "Containerfile"];
    expect(names.every((name) => dockerfileReader.reads(name))).toBe(true);
    const others = ["Dockerfile.dockerignore", "docs/Dockerfiles.md", "dockerfile.ts"];
    expect(others.some((name) => dockerfileReader.reads(name))).toBe(false);
  });

  it("makes one scope, named after the file and its directory", async () => {
    expect(await readImage("FROM node:22\n", "services/api/Dockerfile")).toMatchObject({
      element: "image",
      name: "api/Dockerfile",
      entryPoint: null,
    });
  });

  it("says when a file builds no image", async () => {
    const result = await dockerfileReader.read({ path: "Dockerfile", side: "head", text: "# nothing\n" });
    expect(result).toMatchObject({ scopes: [], limitation: "It has no FROM instruction." });
  });
});

describe("the base image", () => {
  it.each([
    ["FROM node", "latest", false],
    ["FROM node:latest", "latest", false],
    ["FROM node:22-slim", "tag", false],
    ["FROM node:22.11.0", "version", false],
    [`FROM --platform=linux/amd64 ghcr.io/acme/base:1@sha256:${"a".repeat(64)}`, "digest", true],
    ["ARG TAG=3.20\nFROM alpine:${TAG}", "tag", false],
  ])("of %j is pinned by %s", async (text, pinned, thirdParty) => {
    expect(await attributes(text, "dependency", "base_image")).toMatchObject([{ pinned, third_party: thirdParty }]);
  });

  it("is the one under the last stage, not those of the build", async () => {
    const text =
      "FROM node:22 AS build\nRUN npm ci\nFROM build AS test\nFROM gcr.io/distroless/nodejs22 AS run\nCOPY --from=build /app /app\n";
    expect(await attributes(text, "dependency", "base_image")).toMatchObject([
      { reference: "gcr.io/distroless/nodejs22" },
    ]);
  });

  it("is unknown when it comes from outside, and none for scratch", async () => {
    expect(await attributes("ARG BASE\nFROM ${BASE}", "dependency")).toEqual([]);
    expect(await attributes("FROM scratch", "dependency")).toEqual([]);
  });
});

describe("the user of the container", () => {
  it.each([
    ["FROM node:22", "root", false],
    ["FROM node:22\nUSER root", "root", true],
    ["FROM node:22\nUSER 0:0", "root", true],
    ["FROM node:22\nUSER root\nRUN x\nUSER node", "user", true],
    ["FROM node:22\nUSER ${APP_UID}", "user", true],
    ["FROM node:22 AS base\nUSER node\nFROM base", "user", true],
    ["FROM node:22 AS build\nUSER node\nFROM node:22", "root", false],
    ["FROM gcr.io/distroless/static:nonroot", "user", false],
    ["FROM registry.acme.example/base:1", "default", false],
  ])("of %j is %s", async (text, level, declared) => {
    expect(await attributes(text, "privilege", "container_user")).toEqual([{ level, declared }]);
  });
});

describe("downloads", () => {
  const url = "https://get.example/install.sh";

  it.each([
    [`RUN curl -fsSL ${url} | bash`, true, false],
    [`RUN apt-get update && \\\n    curl -fsSL \\\n      ${url} \\\n      | sudo -E sh -s -- -y`, true, false],
    [`RUN bash -c "$(curl -fsSL ${url})"`, true, false],
    [`RUN wget -q ${url} -O /tmp/i.sh && sh /tmp/i.sh`, true, false],
    [`RUN wget ${url} && chmod +x install.sh && ./install.sh`, true, false],
    [`RUN curl -o i.sh ${url} && echo "abc  i.sh" | sha256sum -c && sh i.sh`, true, true],
    [`RUN curl -L https://get.example/a.tgz | tar xz -C /usr/local`, false, false],
    [`RUN <<EOF\ncurl -o i.sh ${url}\nbash i.sh\nEOF`, true, false],
    [`RUN curl https://raw.example/tool/${"0d5e5c77".repeat(5)}/i.sh | sh`, true, true],
    [`ADD ${url} /tmp/i.sh\nRUN sh /tmp/i.sh`, true, false],
    [`ADD --checksum=sha256:abc ${url} /opt/\nRUN ls`, false, true],
  ])("of %j", async (instruction, executed, verified) => {
    expect(await attributes(`FROM debian:12\n${instruction}\n`, "dependency", "download")).toMatchObject([
      { executed, verified, transport: "https" },
    ]);
  });

  it("are quoted where they stand in a long instruction", async () => {
    const text = `FROM debian:12\nRUN apt-get update \\\n  # tools\n  && curl -sS http://x.example/i \\\n  | sh \\\n  && rm -rf /var\n`;
    expect(await facts(text, "dependency", "download")).toMatchObject([
      { startLine: 4, endLine: 5, attributes: { executed: true, transport: "http" } },
    ]);
  });

  it("show when the server's certificate is not checked", async () => {
    expect(await attributes(`FROM debian:12\nRUN curl -fsSLk ${url} -o x\n`, "control")).toMatchObject([
      { effective: false, reason: "the certificate is not checked" },
    ]);
    expect(await attributes(`FROM debian:12\nRUN wget -k ${url}\n`, "control")).toEqual([]);
  });

  it("of build stages count, because they run as well", async () => {
    expect(
      await facts(`FROM node:22 AS build\nRUN curl ${url} | sh\nFROM scratch\n`, "dependency", "download"),
    ).toHaveLength(1);
  });
});

describe("secrets in the image", () => {
  it.each([
    ["ENV DB_PASSWORD=hunter2", ["DB_PASSWORD"]],
    ['ENV A=1 API_KEY="<secret:generic:1>" B=2', ["API_KEY"]],
    ["ENV API_KEY some-key", ["API_KEY"]],
    ["ARG NPM_TOKEN", ["NPM_TOKEN"]],
    ["ENV NPM_TOKEN=${NPM_TOKEN}", ["NPM_TOKEN"]],
    ["COPY .env.production ./", [".env.production"]],
    ['COPY ["deploy/id_rsa", "/root/.ssh/"]', ["deploy/id_rsa"]],
  ])("are found in %s", async (instruction, expected) => {
    expect(await secrets(instruction)).toEqual(expected);
  });

  it.each([
    "ENV DB_PASSWORD_FILE=/run/secrets/db",
    "ENV DB_PASSWORD=",
    "ENV TOKEN_TTL=3600",
    "ENV PASSWORD=changeme",
    "ARG NODE_VERSION=22",
    "COPY .env.example .env",
    "COPY certs/ca.pem /etc/ssl/",
    "RUN --mount=type=secret,id=NPM_TOKEN npm ci",
  ])("are not found in %s", async (instruction) => {
    expect(await secrets(instruction)).toEqual([]);
  });
});

describe("listeners", () => {
  it("are the exposed ports and debuggers that the container starts", async () => {
    const text = 'FROM node:22\nEXPOSE 3000 9229/tcp\nCMD ["node", "--inspect=0.0.0.0:9229", "server.js"]\n';
    expect(await facts(text, "listener")).toMatchObject([
      { name: "port", attributes: { port: "3000" } },
      { name: "port", attributes: { port: "9229/tcp" } },
      { name: "debug", startLine: 3, attributes: { bind: "all", port: "9229" } },
    ]);
  });

  it("say where a debugger listens", async () => {
    expect(await bind("ENV JAVA_TOOL_OPTIONS=-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005")).toEqual([
      "all",
    ]);
    expect(await bind('CMD ["node", "--inspect=127.0.0.1:9229", "a.js"]')).toEqual(["loopback"]);
    expect(await bind("CMD dlv exec ./app --headless --listen=:2345")).toEqual(["all"]);
    expect(await bind('CMD ["node", "server.js"]')).toEqual([]);
  });
});

const image = (server: string, ...lines: string[]) =>
  ["FROM debian:12", `RUN apt-get install -y ${server}`, ...lines, ""].join("\n");

describe("accounts of an image", () => {
  it.each([
    ["RUN echo 'root:Docker!' | chpasswd", "root"],
    ['RUN useradd dev && echo "dev:dev" | chpasswd', "user"],
    ["RUN useradd -m -G sudo dev\nRUN printf 'dev:dev\\n' | chpasswd", "root"],
  ])("are open to whoever reads the file: %s", async (line, level) => {
    const text = image("openssh-server", line);
    expect(await attributes(text, "privilege", "login")).toMatchObject([{ level }]);
    expect(await attributes(text, "secret_use", "default_password")).toMatchObject([{ type: "account" }]);
  });

  it.each([
    ["nobody can sign in from outside", image("curl", "RUN echo 'root:Docker!' | chpasswd")],
    ["the password is filled in", image("openssh-server", 'RUN echo "root:$PASSWORD" | chpasswd')],
    ["it is a hash", image("openssh-server", "RUN echo 'root:$6$abc$def' | chpasswd -e")],
  ])("are closed where %s", async (_, text) => {
    expect(await attributes(text, "privilege", "login")).toEqual([]);
  });
});
