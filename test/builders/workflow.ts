import { termsProblem } from "../../src/domain/vocabulary.ts";
import type { Fact, FileFacts, Scope } from "../../src/domain/fact.ts";
import { workflowReader } from "../../src/facts/workflows/workflow-reader.ts";

/** Reads a workflow (or another file at `path`) and checks that every fact speaks the vocabulary and quotes its lines. */
export async function readWorkflow(text: string, path = ".github/workflows/ci.yml"): Promise<FileFacts> {
  const facts = await workflowReader.read({ path, side: "head", text });
  const lines = text.split("\n");
  for (const fact of facts.scopes.flatMap((scope) => scope.facts)) {
    const problem = termsProblem(fact.kind, [fact.name], fact.attributes);
    if (problem !== null) throw new Error(problem);
    const quote = lines.slice(fact.startLine - 1, fact.endLine).join("\n");
    if (quote !== fact.quote) throw new Error(`${fact.name} quotes other lines than it names`);
  }
  return facts;
}

/** The scope of the workflow's only or first job. */
export async function readJob(text: string): Promise<Scope> {
  const [scope] = (await readWorkflow(text)).scopes;
  if (!scope) throw new Error("The workflow has no job.");
  return scope;
}

/** The facts of a scope with this kind and name. */
export function factsNamed(scope: Scope, kind: Fact["kind"], name?: string): Fact[] {
  return scope.facts.filter((fact) => fact.kind === kind && (name === undefined || fact.name === name));
}
