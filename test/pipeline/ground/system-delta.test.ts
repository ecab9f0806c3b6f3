import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/domain/fact.ts";
import { buildControl, buildEntryPoint, buildFact, buildScope, buildSink } from "../../builders/fact.ts";
import { groundScopes } from "../../builders/grounding.ts";

const read = buildFact({
  kind: "data_store",
  name: "record",
  startLine: 7,
  attributes: { operation: "read", collection: "invoices" },
});
const mail = buildFact({
  kind: "external_service",
  name: "mail",
  attributes: { host: "mail.example", transport: "https" },
});
const authn = buildControl("authn");

function changesOf(base: Scope[], head: Scope[]): string[] {
  const { delta } = groundScopes({ base, head });
  return [
    ...delta.elements.map(({ element, change }) => `${change} ${element.id} (${element.zone})`),
    ...delta.flows.map(({ flow, change }) => `${change} ${flow.from} → ${flow.to}: ${flow.label}`),
  ];
}

function storesOf(facts: Scope["facts"]): string[] {
  return changesOf([], [buildScope({ name: "GET /a", facts })]).filter((line) => line.startsWith("added store:"));
}

describe("the system's delta", () => {
  it("shows a new route with its caller, its store and the service it calls", () => {
    expect(changesOf([], [buildScope({ name: "GET /invoices", facts: [read, mail, buildSink("sql")] })])).toEqual([
      "added process:GET /invoices (application)",
      "added store:invoices (data)",
      "added third_party:mail.example (third_party)",
      "added external:Anyone online (internet)",
      "added process:GET /invoices → store:invoices: read",
      "added process:GET /invoices → third_party:mail.example: https",
      "added external:Anyone online → process:GET /invoices: http GET",
    ]);
  });

  it("draws no nameless store beside a named one, and one where none is named", () => {
    const nameless = buildFact({ ...read, attributes: { operation: "read" } });
    expect(storesOf([read, nameless])).toEqual(["added store:invoices (data)"]);
    expect(storesOf([nameless])).toEqual(["added store:records (data)"]);
  });

  it("tells what came, what went and what changed", () => {
    const write = buildFact({ ...read, attributes: { operation: "write", collection: "invoices" } });
    const base = [buildScope({ name: "GET /a", facts: [read] }), buildScope({ name: "GET /b", facts: [mail] })];
    const head = [buildScope({ name: "GET /a", facts: [read, write] })];
    expect(changesOf(base, head)).toEqual([
      "changed process:GET /a (application)",
      "unchanged store:invoices (data)",
      "unchanged external:Anyone online (internet)",
      "removed process:GET /b (application)",
      "removed third_party:mail.example (third_party)",
      "changed process:GET /a → store:invoices: read, write",
      "unchanged external:Anyone online → process:GET /a: http GET",
      "removed process:GET /b → third_party:mail.example: https",
      "removed external:Anyone online → process:GET /b: http GET",
    ]);
  });

  it("takes a renamed route for the same element, changed", () => {
    const base = [buildScope({ name: "GET /invoices", facts: [read] })];
    const head = [buildScope({ name: "GET /bills", facts: [read] })];
    expect(changesOf(base, head)).toContain("changed process:GET /bills (application)");
    expect(changesOf(base, head).filter((line) => /^(added|removed)/u.test(line))).toEqual([]);
  });

  it("shows functions without an entry point as their module, once, and leaves out those that touch nothing", () => {
    const lines = changesOf([], [inModule("load", [read]), inModule("send", [mail]), inModule("add", [authn])]);
    expect(lines.filter((line) => line.includes("process:"))).toEqual([
      "added process:src/app.ts (application)",
      "added process:src/app.ts → store:invoices: read",
      "added process:src/app.ts → third_party:mail.example: https",
    ]);
    expect(changesOf([], [buildScope({ name: "add", entryPoint: null, facts: [authn] })])).toEqual([]);
  });

  it("keeps a module that stays when one of its functions moved away", () => {
    const [load, send] = [inModule("load", [read]), inModule("send", [mail])];
    const changes = changesOf([load, send], [load, { ...send, path: "src/mail.ts" }]);
    expect(changes.filter((line) => line.includes(" process:src") && !line.includes("→"))).toEqual([
      "unchanged process:src/app.ts (application)",
      "added process:src/mail.ts (application)",
    ]);
  });

  it("shows a workflow job, who can start it, and what it takes in", () => {
    const trigger = buildEntryPoint("ci.yml#build", { protocol: "workflow", trigger: "pull_request", untrusted: true });
    const job = (reference: string, pinned: string) => {
      const action = buildFact({ kind: "dependency", name: "action", attributes: { reference, pinned } });
      return buildScope({ element: "ci", name: "ci.yml#build", entryPoint: trigger, facts: [action] });
    };
    expect(changesOf([job("actions/checkout@v4", "tag")], [job("actions/checkout@abc", "digest")])).toEqual([
      "changed ci:ci.yml#build (build)",
      "unchanged third_party:actions/checkout (third_party)",
      "unchanged external:Anyone who contributes (internet)",
      "changed third_party:actions/checkout → ci:ci.yml#build: uses, pinned by digest",
      "unchanged external:Anyone who contributes → ci:ci.yml#build: workflow pull_request",
    ]);
  });

  it.each<[string, string, string]>([
    [
      "an image by registry and name",
      "registry.example:5000/team/node:20",
      "third_party:registry.example:5000/team/node",
    ],
    ["an image by digest", "node@sha256:abc", "third_party:node"],
    ["an address", "https://get.example/install.sh", "third_party:https://get.example/install.sh"],
  ])("names %s without its version", (_, reference, id) => {
    const facts = [buildFact({ kind: "dependency", name: "base_image", attributes: { reference } })];
    const head = [buildScope({ element: "image", name: "Dockerfile", entryPoint: null, facts })];
    expect(groundScopes({ head }).delta.elements.map(({ element }) => element.id)).toContain(id);
  });

  it("shows sinks as what they reach when nothing names it", () => {
    const facts = [buildSink("sql"), buildSink("file"), buildSink("outbound_http"), buildSink("model_prompt")];
    const ids = groundScopes({ head: [buildScope({ facts })] }).delta.elements.map(({ element }) => element.id);
    expect(ids).toEqual(
      expect.arrayContaining(["store:database", "store:files", "third_party:any address", "model:Language model"]),
    );
  });
});

describe("a call that no fact names the other end of", () => {
  it("goes wherever the request says", () => {
    const unnamed = buildFact({ kind: "external_service", name: "http" });
    const head = [buildScope({ facts: [buildSink("outbound_http"), unnamed] })];
    const ids = groundScopes({ head }).delta.elements.map(({ element }) => element.id);
    expect(ids.filter((id) => id.startsWith("third_party"))).toEqual(["third_party:any address"]);
  });
});

describe("the control matrix", () => {
  it("shows the control that a route lost, with its lines at the base", () => {
    const base = [buildScope({ name: "GET /a", facts: [authn] })];
    expect(rowsOf(base, [buildScope({ name: "GET /a" })])).toEqual(["GET /a authn: present → absent base"]);
  });

  it("shows for a new route what the other routes have, and nothing about those", () => {
    const other = buildScope({ name: "GET /a", facts: [authn] });
    const rows = rowsOf([other], [other, buildScope({ name: "GET /b", facts: [read] })]);
    expect(rows).toEqual(["GET /b authn: no_path → absent -"]);
  });

  it("is about code only", () => {
    const job = { element: "ci" as const, name: "ci.yml#build", entryPoint: null };
    expect(rowsOf([buildScope({ ...job, facts: [authn] })], [buildScope(job)])).toEqual([]);
  });

  it("does not count a control that does not work, nor call it absent behind a blind spot", () => {
    const base = [buildScope({ name: "GET /a", facts: [authn] })];
    const broken = buildScope({ name: "GET /a", facts: [buildControl("authn", { effective: false })] });
    expect(rowsOf(base, [broken])).toEqual(["GET /a authn: present → absent base"]);
    const hidden = buildScope({ name: "GET /a", blindSpot: "A wrapper was not seen." });
    expect(rowsOf(base, [hidden])).toEqual(["GET /a authn: present → unknown base"]);
  });
});

function rowsOf(base: Scope[], head: Scope[]): string[] {
  const { controls } = groundScopes({ base, head }).delta;
  return controls.map((row) => `${row.path} ${row.control}: ${row.base} → ${row.head} ${row.evidence?.side ?? "-"}`);
}

function inModule(name: string, facts: Scope["facts"]): Scope {
  return buildScope({ name, entryPoint: null, facts });
}
