import { linesOf } from "../../domain/change-set.ts";
import type { Fact, FileFacts, Scope } from "../../domain/fact.ts";
import type { FactReader, SourceFile } from "../fact-reader.ts";
import { shippedStages, type Stage, stagesOf } from "./dockerfile-stages.ts";
import { type Instruction, parseDockerfile } from "./dockerfile-syntax.ts";
import { type ImageAccount, openAccounts } from "./image-accounts.ts";
import { imageAttributes, isOfficial } from "./image-reference.ts";
import { addedDownload, type Download, downloadsIn } from "./image-downloads.ts";
import { listenersOf } from "./image-listeners.ts";
import { secretsOf } from "./image-secrets.ts";
import { type Said, sayIn } from "./say.ts";

const DOCKERFILE = /(^|\/)((Dockerfile|Containerfile)(\.[\w-]+)*|[\w.-]+\.(dockerfile|Dockerfile))$/u;

/** Reads Dockerfiles: one scope per file, about the image that its last stage makes. */
export const dockerfileReader: FactReader = {
  id: "dockerfile",
  reads: (path) => DOCKERFILE.test(path) && !path.endsWith(".dockerignore"),
  read,
};

type Lines = Pick<Instruction, "startLine" | "endLine">;
type Say = (lines: Lines, fact: Said) => Fact;

function read(file: SourceFile): FileFacts {
  const { path, side, text } = file;
  const lines = linesOf(text);
  const stages = stagesOf(parseDockerfile(text));
  if (stages.length === 0) return { path, side, scopes: [], limitation: "It has no FROM instruction." };
  const sayAt = sayIn(file);
  const say: Say = ({ startLine, endLine }, fact) => sayAt({ start: startLine, end: endLine }, fact);
  const scope: Scope = {
    element: "image",
    name: path.split("/").slice(-2).join("/"),
    path,
    side,
    entryPoint: null,
    facts: factsOf(stages, say),
    startLine: 1,
    endLine: lines.length,
    blindSpot: null,
  };
  return { path, side, scopes: [scope], limitation: null };
}

function factsOf(stages: readonly Stage[], say: Say): Fact[] {
  const shipped = shippedStages(stages);
  const instructions = shipped.flatMap((stage) => stage.instructions);
  return [
    ...baseImageFacts(shipped, say),
    ...userFacts(shipped, say),
    ...stages.flatMap((stage) => downloadFacts(stage, say)),
    ...instructions.flatMap((instruction) => secretFacts(instruction, say)),
    ...instructions.flatMap((instruction) => listenerFacts(instruction, say)),
    ...openAccounts(instructions).flatMap((open) => accountFacts(open, say)),
  ];
}

/** The image from outside that the shipped stages stand on. */
function baseImageFacts(shipped: readonly Stage[], say: Say): Fact[] {
  const bottom = shipped.at(-1);
  if (!bottom?.image || bottom.image === "scratch") return [];
  return [say(bottom.from, { kind: "dependency", name: "base_image", attributes: imageAttributes(bottom.image) })];
}

function userFacts(shipped: readonly Stage[], say: Say): Fact[] {
  const users = shipped.map((stage) => stage.instructions.findLast(({ keyword }) => keyword === "USER"));
  const user = users.find((instruction) => instruction !== undefined);
  const [final] = shipped;
  if (!final) return [];
  const level = user ? levelOf(user.text) : undeclaredLevel(shipped.at(-1)?.image ?? null);
  const attributes = { level, declared: user !== undefined };
  return [say(user ?? final.from, { kind: "privilege", name: "container_user", attributes })];
}

function levelOf(user: string): "root" | "user" {
  return /^(root|0)(:|$|\s)/u.test(user) ? "root" : "user";
}

/** Without `USER` the base image decides; only of official images is it known that they run as root. */
function undeclaredLevel(image: string | null): "root" | "default" | "user" {
  if (image === null) return "default";
  if (/nonroot|unprivileged|rootless/u.test(image)) return "user";
  return isOfficial(image) ? "root" : "default";
}

function downloadFacts({ instructions }: Stage, say: Say): Fact[] {
  return instructions.flatMap((instruction, index) => {
    if (instruction.keyword === "RUN") return downloadsIn(instruction).flatMap((download) => factsAbout(download, say));
    const added = instruction.keyword === "ADD" ? addedDownload(instruction, instructions.slice(index + 1)) : null;
    return added ? factsAbout(added, say) : [];
  });
}

function factsAbout(download: Download, say: Say): Fact[] {
  const { url, executed, verified } = download;
  const transport = url.startsWith("https:") ? "https" : "http";
  const attributes = {
    reference: url,
    pinned: verified ? "digest" : "none",
    third_party: true,
    verified,
    executed,
    transport,
  };
  const fact = say(download, { kind: "dependency", name: "download", attributes });
  if (!download.insecure) return [fact];
  const off = { effective: false, via: "setting", callee: "download", reason: "the certificate is not checked" };
  return [fact, say(download, { kind: "control", name: "tls", attributes: off })];
}

function secretFacts(instruction: Instruction, say: Say): Fact[] {
  return secretsOf(instruction).map(({ variable, type }) =>
    say(instruction, { kind: "secret_use", name: "image", attributes: { variable, type, exposed_to: "layer" } }),
  );
}

function accountFacts({ account, level, at }: ImageAccount, say: Say): Fact[] {
  const password = { variable: `the password of ${account}`, type: "account" };
  return [
    say(at, { kind: "secret_use", name: "default_password", attributes: password }),
    say(at, { kind: "privilege", name: "login", attributes: { target: account, level } }),
  ];
}

function listenerFacts(instruction: Instruction, say: Say): Fact[] {
  return listenersOf(instruction).map(({ name, bind, port }) =>
    say(instruction, { kind: "listener", name, attributes: { bind, port, enabled: true } }),
  );
}
