import type { Fact } from "../../domain/fact.ts";
import type { SourceFile } from "../fact-reader.ts";
import { type ActionReference, headLines, type Step } from "./steps.ts";
import { factOn, type LineRange, type YamlSource } from "./yaml-source.ts";

/** How firmly a reference names one content. */
export type Pinning = "digest" | "version" | "tag" | "branch" | "latest" | "none";

/** Owners whose actions come with the platform that runs them. */
const PLATFORM_OWNERS = new Set(["actions", "github"]);

/** The action that a step runs; local actions are part of the repository and no dependency. */
export function actionFacts(source: YamlSource, step: Step, symbol: string): Fact[] {
  return step.action ? dependencyFacts(source, step.action, headLines(source, step), symbol) : [];
}

/** A dependency on an action, an image or a reusable workflow of someone else. */
export function dependencyFacts(source: YamlSource, action: ActionReference, lines: LineRange, symbol: string): Fact[] {
  if (action.source === "local") return [];
  return [
    factOn(source, lines, {
      kind: "dependency",
      name: "action",
      symbol,
      attributes: { reference: action.text, pinned: pinningOf(action), third_party: isThirdParty(action, source.file) },
    }),
  ];
}

/** True for actions whose owner is neither that of this repository nor the platform. */
export function isThirdParty({ name, source }: ActionReference, { repository = "" }: SourceFile): boolean {
  if (source === "local") return false;
  const [owner = ""] = name.toLowerCase().split("/");
  const isOwn = repository.toLowerCase().startsWith(`${owner}/`);
  return source === "image" || !(isOwn || PLATFORM_OWNERS.has(owner));
}

/** How firmly an action's version is pinned. */
export function pinningOf({ version, source }: ActionReference): Pinning {
  if (version === null || version === "") return "none";
  if (/^[0-9a-f]{40}$|^[0-9a-f]{64}$|^sha256:[0-9a-f]{64}$/u.test(version)) return "digest";
  if (version === "latest") return "latest";
  if (source === "image") return "tag";
  return /^v?\d+(\.[\w-]+)*$/u.test(version) || /\d+\.\d+/u.test(version) ? "tag" : "branch";
}
