import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import type { ModelMessage } from "../ports/language-model.ts";
import { visibleLines } from "./model/visible-text.ts";

/** The prompts of the product, one file each under `prompts/`. */
export const PROMPT_IDS = ["summarize", "enumerate", "rank", "suggest-fixes", "ask"] as const;
export type PromptId = (typeof PROMPT_IDS)[number];

const frontMatterSchema = z.strictObject({
  id: z.enum(PROMPT_IDS),
  version: z.int().positive(),
  stage: z.string(),
  tier: z.enum(["small", "main", "critic"]),
  schema: z.string(),
  inputs: z.array(z.string().regex(/^[a-z][A-Za-z]*$/u)),
  maxOutputTokens: z.int().positive(),
});

/** A prompt file, split into its sections before anything is filled in. */
export interface Prompt extends z.infer<typeof frontMatterSchema> {
  readonly system: string;
  readonly user: string;
  /** Of the whole file; part of every trace entry. */
  readonly hash: string;
}

/** Text that Threatdiff itself wrote: catalogue entries, schema shapes, enum names. */
export interface Trusted {
  readonly trust: "trusted";
  readonly text: string;
}

/** Text that a pull request can influence: code, paths, names, and everything derived from them. */
export interface Untrusted {
  readonly trust: "untrusted";
  /** What it is, in our words; stands in the fence. */
  readonly label: string;
  readonly text: string;
}

/** Values by section. The system section accepts nothing that a pull request can influence. */
export interface PromptValues {
  readonly system: Readonly<Record<string, Trusted>>;
  readonly user: Readonly<Record<string, Trusted | Untrusted>>;
}

export function trusted(text: string): Trusted {
  return { trust: "trusted", text };
}

export function untrusted(label: string, text: string): Untrusted {
  return { trust: "untrusted", label, text };
}

const PROMPTS = new URL("../../prompts/", import.meta.url);
const SECTIONS = /^---\n(?<matter>[\s\S]*?)\n---\n+# system\n(?<system>[\s\S]*?)\n# user\n(?<user>[\s\S]*)$/u;
const PLACEHOLDER = /\{\{([a-z][A-Za-z]*)\}\}/gu;

/** Reads a prompt. Throws when the file has no front matter or sections, or its inputs are not the ones it uses. */
export function loadPrompt(id: PromptId): Prompt {
  return parsePrompt(readFileSync(new URL(`${id}.md`, PROMPTS), "utf8"));
}

/** Parses a prompt file's text; see `loadPrompt`. */
export function parsePrompt(text: string): Prompt {
  const sections = SECTIONS.exec(text.replaceAll("\r\n", "\n"))?.groups;
  if (!sections) throw new Error("A prompt needs front matter, then `# system`, then `# user`.");
  const { matter = "", system = "", user = "" } = sections;
  const front = frontMatterSchema.parse(parse(matter));
  const used = new Set([...namesIn(system), ...namesIn(user)]);
  assertSameNames(front.id, new Set(front.inputs), used);
  return { ...front, system: system.trim(), user: user.trim(), hash: hashOf(text) };
}

/** Hash over all prompts, shown in every report. */
export function promptsHash(): string {
  return hashOf(PROMPT_IDS.map((id) => loadPrompt(id).hash).join("\n")).slice(0, 12);
}

/** Fills a prompt in: always one system and one user message. Throws when a value is missing or not used. */
export function renderPrompt(prompt: Prompt, values: PromptValues): ModelMessage[] {
  for (const value of Object.values(values.system)) {
    if (value.trust !== "trusted") throw new Error(`The system section of ${prompt.id} accepts trusted text only.`);
  }
  return [
    { role: "system", content: fill(prompt, prompt.system, values.system) },
    { role: "user", content: fill(prompt, prompt.user, values.user) },
  ];
}

function fill(prompt: Prompt, template: string, values: Readonly<Record<string, Trusted | Untrusted>>): string {
  const given = new Map(Object.entries(values));
  assertSameNames(prompt.id, new Set(given.keys()), namesIn(template));
  return template.replace(PLACEHOLDER, (_, name: string) => {
    const value = given.get(name);
    return value?.trust === "untrusted" ? fence(prompt.id, value) : (value?.text ?? "");
  });
}

/**
 * Marks text as data: a boundary that the text cannot contain, because it is derived from the text's own hash, and a
 * gutter on every line. The boundary is the same for the same text, so that provider caches still match.
 */
function fence(promptId: string, { label, text }: Untrusted): string {
  const nonce = hashOf(`${promptId}\n${label}\n${text}`).slice(0, 32);
  const lines = visibleLines(text).map((line) => `|${line}`);
  return [`<data ${nonce} ${label}>`, ...lines, `</data ${nonce}>`].join("\n");
}

function namesIn(template: string): Set<string> {
  return new Set([...template.matchAll(PLACEHOLDER)].flatMap((match) => match[1] ?? []));
}

function assertSameNames(id: string, given: ReadonlySet<string>, used: ReadonlySet<string>): void {
  const missing = [...used].filter((name) => !given.has(name));
  const unused = [...given].filter((name) => !used.has(name));
  if (missing.length > 0) throw new Error(`Prompt ${id} has no value for ${missing.join(", ")}.`);
  if (unused.length > 0) throw new Error(`Prompt ${id} does not use ${unused.join(", ")}.`);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
