import type { FileFacts, Scope } from "../../domain/fact.ts";
import type { FactReader, SourceFile } from "../fact-reader.ts";
import { compositeScope, isActionFile } from "./composite-action.ts";
import { jobScope } from "./job.ts";
import { triggersOf } from "./triggers.ts";
import { child, entriesOf, parseYamlSource, type YamlSource } from "./yaml-source.ts";

/** GitHub runs what lies there at the root, and nothing deeper. */
const WORKFLOW_FILE = /^\.github\/workflows\/[^/]+\.ya?ml$/u;

/** Reads GitHub Actions workflows, one scope per job, and composite actions, one scope each. */
export const workflowReader: FactReader = {
  id: "github-workflow",
  reads: (path) => WORKFLOW_FILE.test(path) || isActionFile(path),
  read,
};

function read(file: SourceFile): FileFacts {
  const source = parseYamlSource(file);
  if (typeof source === "string") return fileFacts(file, [], source);
  if (isActionFile(file.path)) return fileFacts(file, compositeScope(source), null);
  const scopes = jobScopes(source);
  return fileFacts(file, scopes, scopes.length === 0 ? "It has no jobs." : null);
}

function jobScopes(source: YamlSource): Scope[] {
  const triggers = triggersOf(source);
  return entriesOf(source, child(source, source.root, "jobs")).map((job) => jobScope(source, job, triggers));
}

function fileFacts({ path, side }: SourceFile, scopes: Scope[], limitation: string | null): FileFacts {
  return { path, side, scopes, limitation };
}
