import type { RepositoryConfig } from "../../config/repository-config.ts";
import { type ChangedFile, type ChangeSet, type OmittedReason, pathOn, type Side } from "../../domain/change-set.ts";
import type { FileCoverage } from "../../domain/coverage.ts";
import type { FileFacts } from "../../domain/fact.ts";
import { extensionOf } from "../../facts/file-role.ts";
import { isIgnored, settledRole } from "./file-selection.ts";

type Outcome = Omit<FileCoverage, "path" | "headSha">;

/** Binary files that carry no behaviour. */
const PICTURES_AND_FONTS = new Set(
  "png jpg jpeg gif ico webp avif bmp tif tiff woff woff2 ttf otf eot mp3 mp4 webm wav ogg".split(" "),
);

const OMITTED: Readonly<Record<OmittedReason, string>> = {
  binary: "It is binary.",
  submodule: "It points to another repository's commit, which was not read.",
  symlink: "It is a symbolic link, which was not followed.",
  too_large: "It is too large to read.",
  unreadable: "It could not be read.",
};

/** One row per changed file: looked at, or why not, and whether that leaves the answer open. */
export function fileCoverage(change: ChangeSet, facts: readonly FileFacts[], config: RepositoryConfig): FileCoverage[] {
  const byPlace = new Map(facts.map((file) => [`${file.side}:${file.path}`, file]));
  return change.files.map((file) => ({
    path: file.path,
    headSha: file.head?.sha ?? null,
    ...(settledOutcome(file, config) ?? omittedOutcome(file) ?? readOutcome(file, byPlace)),
  }));
}

/** Both the old and the new path must say that the file needs no look, so that a rename cannot hide it. */
function settledOutcome(file: ChangedFile, config: RepositoryConfig): Outcome | null {
  const paths = pathsOf(file);
  if (paths.every((path) => isIgnored(path, config))) return settled("Ignored by configuration.");
  const [reason] = paths.map(settledRole);
  return reason && paths.every((path) => settledRole(path) !== null) ? settled(reason) : null;
}

function omittedOutcome({ omitted, path }: ChangedFile): Outcome | null {
  if (omitted === null) return null;
  if (omitted === "binary" && PICTURES_AND_FONTS.has(extensionOf(path)))
    return settled("A picture, font or recording.");
  return { state: "skipped", reason: OMITTED[omitted], matters: true };
}

function readOutcome(file: ChangedFile, byPlace: ReadonlyMap<string, FileFacts>): Outcome {
  const sides = SIDES.filter((side) => file[side] !== null);
  const read = sides.map((side) => byPlace.get(`${side}:${pathOn(file, side)}`));
  if (read.includes(undefined)) return { state: "skipped", reason: "No reader looked at it.", matters: true };
  const limited = read.find((facts) => facts?.limitation);
  if (!limited) return { state: "analysed", reason: null, matters: true };
  const state = read.some((facts) => facts && facts.scopes.length > 0) ? "partial" : "skipped";
  return { state, reason: limited.limitation, matters: true };
}

const SIDES: readonly Side[] = ["head", "base"];

function pathsOf(file: ChangedFile): string[] {
  return [...new Set(SIDES.map((side) => pathOn(file, side)))];
}

function settled(reason: string): Outcome {
  return { state: "skipped", reason, matters: false };
}
