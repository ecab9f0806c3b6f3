import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const answerFileSchema = z.strictObject({ answer: z.string() });
/** Lines of a case instead of their text; `sha256` is of the text, so that a wrong repository is noticed. */
const referenceSchema = z.strictObject({
  $quote: z.string().describe("`side:path`"),
  from: z.int().positive(),
  to: z.int().positive(),
  sha256: z.string(),
});
type Reference = z.infer<typeof referenceSchema>;

/** The fields of an answer that hold lines of code, with those that say where. */
const QUOTES: readonly (readonly [quote: string, path: string])[] = [
  ["quote", "path"],
  ["entryQuote", "entryPath"],
  ["absentQuote", "absentPath"],
];
/** Lists of which every entry holds code, of which no line could be told apart from the case's. */
const OWN_CODE = ["fixes", "tests", "suspicions"];
/** Branches of a case, by the side of a change. */
const BRANCHES: Readonly<Record<string, string>> = { head: "main", base: "base" };

/** Writes a case's answers without its code: quoted lines become references; edits and tests are left out. */
export function recordAnswers(answers: string, recordings: string, directory: string): void {
  mkdirSync(recordings, { recursive: true });
  for (const name of namesIn(answers)) {
    const { answer } = answerFileSchema.parse(JSON.parse(readFileSync(join(answers, name), "utf8")));
    const value = mapObjects(JSON.parse(answer), (object) => withoutCode(object, directory));
    writeFileSync(join(recordings, name), `${JSON.stringify(value, null, 1)}\n`);
  }
}

/** Puts recorded answers back together with the lines of the case. Throws when these are other lines. */
export function restoreAnswers(recordings: string, answers: string, directory: string): void {
  mkdirSync(answers, { recursive: true });
  for (const name of namesIn(recordings)) {
    const recorded: unknown = JSON.parse(readFileSync(join(recordings, name), "utf8"));
    const value = mapObjects(recorded, (object) => withCode(object, directory));
    writeFileSync(join(answers, name), JSON.stringify({ answer: JSON.stringify(value) }));
  }
}

function namesIn(directory: string): string[] {
  return existsSync(directory)
    ? readdirSync(directory)
        .filter((name) => name.endsWith(".json"))
        .toSorted()
    : [];
}

const MODEL_FILE = "model.json";
/** The names of a model's place in the environment; no key is among them. */
const MODEL_NAMES = [
  "OPENAI_BASE_URL",
  "THREATDIFF_MODEL",
  "THREATDIFF_MODEL_SMALL",
  "THREATDIFF_MODEL_CRITIC",
] as const;
const modelSchema = z.partialRecord(z.enum(MODEL_NAMES), z.string());

/** Notes which model answered: answers are kept by its name. */
export function recordModel(recordings: string, variables: NodeJS.ProcessEnv): void {
  const named = MODEL_NAMES.flatMap((name) => (variables[name] ? [[name, variables[name]] as const] : []));
  mkdirSync(recordings, { recursive: true });
  writeFileSync(join(recordings, MODEL_FILE), `${JSON.stringify(Object.fromEntries(named), null, 1)}\n`);
}

/** The environment that names the recorded model, whatever it named before; nobody has to listen at its address. */
export function withRecordedModel(recordings: string, variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const path = join(recordings, MODEL_FILE);
  if (!existsSync(path)) return variables;
  const others = Object.entries(variables).filter(([name]) => !MODEL_NAMES.some((one) => one === name));
  return { ...Object.fromEntries(others), ...modelSchema.parse(JSON.parse(readFileSync(path, "utf8"))) };
}

type Fields = Record<string, unknown>;

function mapObjects(value: unknown, change: (object: Fields) => Fields): unknown {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (typeof value !== "object" || value === null || referenceSchema.safeParse(value).success) return value;
  const inner = Object.entries(value).map(([key, field]) => [key, mapObjects(field, change)] as const);
  return change(Object.fromEntries(inner));
}

function withoutCode(object: Fields, directory: string): Fields {
  const kept: Fields = { ...object };
  for (const list of OWN_CODE) if (Array.isArray(kept[list])) kept[list] = [];
  for (const [quote, path] of QUOTES) {
    if (typeof object[quote] !== "string") continue;
    // What stands nowhere may still be near what does.
    kept[quote] = referenceTo(object[quote], { path: object[path], side: object["side"] }, directory) ?? "";
  }
  return kept;
}

/** Where the lines stand, however they are indented; `null` for what stands nowhere. */
function referenceTo(quote: string, place: { path: unknown; side: unknown }, directory: string): Reference | null {
  if (typeof place.path !== "string" || quote.trim() === "") return null;
  const wanted = quote.replace(/^\n+|\s+$/gu, "").split("\n");
  for (const side of place.side === "base" ? ["base", "head"] : ["head", "base"]) {
    const lines = linesOf(`${side}:${place.path}`, directory);
    const index = lines.findIndex((_, start) =>
      wanted.every((line, offset) => lines[start + offset]?.trim() === line.trim()),
    );
    if (index !== -1) {
      const text = lines.slice(index, index + wanted.length).join("\n");
      return { $quote: `${side}:${place.path}`, from: index + 1, to: index + wanted.length, sha256: hashOf(text) };
    }
  }
  return null;
}

function withCode(object: Fields, directory: string): Fields {
  const restored: Fields = { ...object };
  for (const [quote] of QUOTES) {
    const reference = referenceSchema.safeParse(object[quote]);
    if (reference.success) restored[quote] = textOf(reference.data, directory);
  }
  return restored;
}

function textOf({ $quote, from, to, sha256 }: Reference, directory: string): string {
  const text = linesOf($quote, directory)
    .slice(from - 1, to)
    .join("\n");
  if (hashOf(text) !== sha256)
    throw new Error(`${directory} does not hold the lines that ${$quote}:${from} stands for.`);
  return text;
}

const GIT: ExecFileSyncOptionsWithStringEncoding = {
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
  stdio: ["ignore", "pipe", "ignore"],
};

function linesOf(place: string, directory: string): string[] {
  const [side = "", ...path] = place.split(":");
  try {
    const object = `${BRANCHES[side] ?? side}:${path.join(":")}`;
    return execFileSync("git", ["-C", directory, "show", object], GIT).split(/\r?\n/u);
  } catch {
    return [];
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
