import type { Fact } from "../../domain/fact.ts";
import {
  type Entry,
  entriesNamed,
  entryAt,
  itemsOf,
  type Setting,
  settingAt,
  textAt,
  textsOf,
} from "../settings/setting.ts";
import { credentialsBelow } from "./credentials.ts";
import { downloadsIn } from "./image-downloads.ts";
import { imageAttributes } from "./image-reference.ts";
import { type ConfigDocument, type ConfigScope, configScope, type Platform } from "./platform.ts";
import { headOf, type Said, type Say } from "./say.ts";

const PIPELINE_FILE = /(?:^|\/)\.gitlab-ci[\w.-]*\.ya?ml$|(?:^|\/)\.gitlab\/(?:ci|pipelines)\/[\w./-]+\.ya?ml$/u;
/** Keys of a pipeline that are no jobs. */
const GLOBAL =
  /^(?:stages|default|include|variables|workflow|image|services|cache|before_script|after_script|spec|pages:deploy)$/u;
/** What the author of a merge request writes. */
const WRITTEN_BY_AUTHOR =
  /\$\{?(?:CI_COMMIT_(?:MESSAGE|TITLE|DESCRIPTION|REF_NAME|BRANCH|TAG_MESSAGE|AUTHOR)|CI_MERGE_REQUEST_(?:TITLE|DESCRIPTION|SOURCE_BRANCH_NAME|LABELS))\b/u;
/** A text that is read as a program once more. */
const READ_AGAIN = /\beval\b|\b(?:ba|z|da)?sh\s+-\w*c\b|\b(?:python3?|node|ruby|perl)\s+-(?:c|e)\b/u;

/** GitLab pipelines: one scope for each job, and one for what holds for all of them. */
export const gitlabCi: Platform = {
  id: "gitlab-ci",
  recognises: ({ file }) => PIPELINE_FILE.test(file.path),
  scopes: (document) => {
    const jobs = document.root.entries.filter(({ key, value }) => !GLOBAL.test(key) && value.entries.length > 0);
    const shared = jobs.some(({ key }) => key === "pipeline") ? "all jobs" : "pipeline";
    return [pipelineScope(document, shared), ...jobs.map((job) => jobScope(document, job))];
  },
};

function pipelineScope(document: ConfigDocument, name: string): ConfigScope {
  const { root, say } = document;
  const facts = [
    ...entriesNamed(root, "include").flatMap((include) => includeFacts(include, say)),
    ...imageFacts(root, say),
    ...variableFacts(root, say),
    ...scriptFacts(root, say),
  ];
  return asPipeline(configScope(document, { name, lines: root.lines, facts }));
}

function jobScope(document: ConfigDocument, job: Entry): ConfigScope {
  const { say } = document;
  const facts = [
    startedBy(job, say),
    ...imageFacts(job.value, say),
    ...variableFacts(job.value, say),
    ...scriptFacts(job.value, say),
    ...deploymentFacts(job, say),
  ];
  return asPipeline(configScope(document, { name: `job ${job.key}`, lines: job.lines, facts }));
}

function asPipeline({ scope, links }: ConfigScope): ConfigScope {
  return { scope: { ...scope, element: "ci" }, links };
}

/** Who opens a merge request chooses what its pipeline is told, unless rules keep the job to branches. */
function startedBy(job: Entry, say: Say): Fact {
  const rules = ["rules", "only"].flatMap((key) => textsBelow(settingAt(job.value, key)));
  const untrusted = rules.length === 0 || rules.some((rule) => /merge_request|external_pull/u.test(rule));
  const attributes = { protocol: "workflow", trigger: "merge_request", exposure: "build_time", untrusted };
  return say(
    { start: job.lines.start, end: job.lines.start },
    { kind: "entry_point", name: `job ${job.key}`, attributes },
  );
}

function textsBelow(setting: Setting | null): string[] {
  if (setting === null) return [];
  const own = setting.text === null ? [] : [setting.text];
  return [...own, ...setting.items.flatMap(textsBelow), ...setting.entries.flatMap(({ value }) => textsBelow(value))];
}

function imageFacts(owner: Setting, say: Say): Fact[] {
  const services = settingAt(owner, "services");
  const places = [settingAt(owner, "image"), ...(services === null ? [] : itemsOf(services))];
  return places.flatMap((place) => {
    const name = place === null ? null : (place.text ?? textAt(place, "name"));
    if (place === null || name === null || name.includes("$")) return [];
    return [say(headOf(place.lines), { kind: "dependency", name: "image", attributes: imageAttributes(name) })];
  });
}

/** Pipelines of other places run with the rights of this one. */
function includeFacts({ value }: Entry, say: Say): Fact[] {
  const included = value.items.length > 0 ? value.items : [value];
  return included.flatMap((one) => {
    const remote = textAt(one, "remote") ?? (/^https?:/u.test(one.text ?? "") ? one.text : null);
    if (remote === null || entryAt(one, "integrity") !== null) return [];
    const attributes = {
      reference: remote,
      pinned: /\/[0-9a-f]{40}\//u.test(remote) ? "digest" : "none",
      third_party: true,
    };
    return [say(headOf(one.lines), { kind: "dependency", name: "action", attributes })];
  });
}

function variableFacts(owner: Setting, say: Say): Fact[] {
  const variables = settingAt(owner, "variables");
  if (variables === null) return [];
  const trace = entryAt(variables, "CI_DEBUG_TRACE");
  const traced: Said = {
    kind: "secret_use",
    name: "workflow",
    attributes: { variable: "all", type: "all", exposed_to: "log" },
  };
  return [
    ...(trace && /^(?:true|1)$/iu.test(trace.value.text ?? "") ? [say(headOf(trace.lines), traced)] : []),
    ...credentialsBelow(variables).map(({ lines, said }) => say(headOf(lines), said)),
  ];
}

function scriptFacts(owner: Setting, say: Say): Fact[] {
  const scripts = ["before_script", "script", "after_script"].flatMap((key) => {
    const script = settingAt(owner, key);
    return script === null ? [] : itemsOf(script);
  });
  return scripts.flatMap((script) => (script.text === null ? [] : lineFacts(script.text, script, say)));
}

function lineFacts(text: string, { lines }: Setting, say: Say): Fact[] {
  const textLines = text.split("\n").map((_, index) => Math.min(lines.end, lines.start + index));
  const downloads = downloadsIn({ text, startLine: lines.start, textLines });
  const fetched = downloads.map(({ url, executed, verified }): Said => ({
    kind: "dependency",
    name: "download",
    attributes: { reference: url, executed, verified, third_party: true, pinned: "none" },
  }));
  const isInjected = READ_AGAIN.test(text) && WRITTEN_BY_AUTHOR.test(text);
  const source = WRITTEN_BY_AUTHOR.exec(text)?.[0] ?? "";
  const injected: Said = { kind: "sink", name: "command", attributes: { tainted: true, source, format: "event" } };
  return [...fetched, ...(isInjected ? [injected] : [])].map((said) => say(headOf(lines), said));
}

/** A deployment uses the secrets of its environment; a person who has to start it is a gate in front of them. */
function deploymentFacts({ value }: Entry, say: Say): Fact[] {
  const environment = entryAt(value, "environment");
  if (!environment) return [];
  const variable = environment.value.text ?? textAt(environment.value, "name") ?? "environment";
  const used: Said = { kind: "secret_use", name: "workflow", attributes: { variable, exposed_to: "job" } };
  const gate = manualStart(value);
  const gated: Said = {
    kind: "control",
    name: "authz",
    attributes: { effective: true, via: "setting", callee: "when: manual" },
  };
  return [say(headOf(environment.lines), used), ...(gate ? [say(headOf(gate.lines), gated)] : [])];
}

function manualStart(job: Setting): Entry | null {
  const own = entryAt(job, "when");
  if (own?.value.text === "manual") return own;
  const rules = settingAt(job, "rules")?.items ?? [];
  const starting = rules.filter((rule) => textAt(rule, "when") !== "never");
  const isManual = starting.length > 0 && starting.every((rule) => textsOf(settingAt(rule, "when")).includes("manual"));
  return isManual ? (entryAt(job, "rules") ?? null) : null;
}
