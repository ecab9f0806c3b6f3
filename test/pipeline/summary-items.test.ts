import { describe, expect, it } from "vitest";
import type { Fact, Scope } from "../../src/domain/fact.ts";
import { summaryItemSchema } from "../../src/domain/report.ts";
import { summaryItemsOf } from "../../src/pipeline/summary-items.ts";
import { buildControl, buildEntryPoint, buildFact, buildScope, buildSink } from "../builders/fact.ts";
import { groundScopes } from "../builders/grounding.ts";
import { invoiceGrounded } from "../builders/model-run.ts";

function texts(base: Scope[], head: Scope[]): string[] {
  return summaryItemsOf(groundScopes({ base, head }).delta).map(({ text }) => text);
}

function gained(...facts: Fact[]): string[] {
  return texts([buildScope()], [buildScope({ facts })]);
}

describe("summaryItemsOf", () => {
  it("names what opened and which control was lost, most important first, each at its line", () => {
    expect(summaryItemsOf(invoiceGrounded().delta)).toEqual([
      {
        text: "opens `POST /hooks/payment` to the internet",
        change: "added",
        topic: "entry_point",
        path: "src/invoices.ts",
        side: "head",
        line: 8,
        origin: "rule",
      },
      {
        text: "removes the ownership check from `GET /invoices/:id`",
        change: "removed",
        topic: "control",
        path: "src/invoices.ts",
        side: "base",
        line: 5,
        origin: "rule",
      },
    ]);
  });

  it("claims no more than was seen when parts of the path are out of view", () => {
    const blindSpot = "Guards added where this router is mounted were not in view.";
    expect(
      texts([buildScope({ facts: [buildControl("rate_limit")], blindSpot })], [buildScope({ blindSpot })]),
    ).toEqual(["removes the rate limit seen on `GET /invoices/:id`"]);
  });

  it("says nothing when only lines moved", () => {
    const scope = buildScope({ facts: [buildSink()] });
    expect(texts([scope], [{ ...scope, startLine: 4, endLine: 23 }])).toEqual([]);
  });

  it("tells closing from opening", () => {
    expect(texts([buildScope()], [])).toEqual(["closes `GET /invoices/:id`"]);
  });

  it.each<[string, Record<string, string>]>([
    ["adds the command `x`", { protocol: "cli" }],
    ["runs `x` on a schedule", { protocol: "cron" }],
    ["takes messages from a queue in `x`", { protocol: "queue" }],
    ["offers `x` to a language model", { protocol: "agent_tool" }],
    ["opens `x` to partners", { protocol: "rpc", exposure: "partner" }],
    ["opens `x`", { protocol: "http", exposure: "unknown" }],
  ])("says that it %s", (text, attributes) => {
    const entryPoint = { ...buildEntryPoint("x", attributes), name: "x" };
    expect(texts([], [buildScope({ name: "x", entryPoint })])).toEqual([text]);
  });

  it.each<[string, Record<string, string>]>([
    ["`ci.yml#test` on `pull_request_target`", { trigger: "pull_request_target" }],
    ["`ci.yml#test` in the build", {}],
  ])("names the job that a trigger runs: %s", (words, attributes) => {
    const entryPoint = buildEntryPoint("pull_request_target", { protocol: "workflow", ...attributes });
    const job = buildScope({ element: "ci", name: "ci.yml#test", entryPoint });
    expect(texts([], [job])).toEqual([`runs ${words}`]);
    expect(texts([job], [])).toEqual([`stops running ${words}`]);
  });

  it("says when somebody else can reach an entry point", () => {
    const [before, after] = ["internal", "internet"].map((exposure) => buildEntryPoint("GET /admin", { exposure }));
    expect(texts([buildScope({ entryPoint: before ?? null })], [buildScope({ entryPoint: after ?? null })])).toEqual([
      "opens `GET /admin` to the internet",
    ]);
  });

  it.each<[string, Fact]>([
    ["passes `req.query.value` to a database query in `GET /invoices/:id`", buildSink("sql")],
    [
      "leaves the TLS verification without effect in `GET /invoices/:id`",
      buildControl("tls", { effective: false, reason: "verify=False" }),
    ],
    [
      "removes `checkPath` from `GET /invoices/:id`",
      buildControl("safeguard", { effective: false, callee: "checkPath" }),
    ],
    [
      "removes a refusal about `note.owner` and `'![x](//x.test)'` from `GET /invoices/:id`",
      buildControl("safeguard", { effective: false, callee: "note.owner `![x](//x.test)`" }),
    ],
    [
      "sends data to `api.example.com`",
      buildFact({ kind: "external_service", name: "http", attributes: { host: "api.example.com" } }),
    ],
    ["lets callers of `GET /invoices/:id` choose the address of an outbound request", buildSink("outbound_http")],
    [
      "sends personal data to another service",
      buildFact({ kind: "external_service", name: "http", attributes: { carries: "personal" } }),
    ],
    ["sends data to a language model", buildFact({ kind: "external_service", name: "model" })],
    [
      "uses the store `orders`",
      buildFact({ kind: "data_store", name: "record", attributes: { collection: "orders", operation: "write" } }),
    ],
    [
      "puts `email` (personal data) into a log",
      buildFact({ kind: "data_class", name: "personal", attributes: { field: "email", place: "log" } }),
    ],
    [
      "writes the secret `API_KEY` into the code",
      buildFact({ kind: "secret_use", name: "hardcoded", attributes: { variable: "API_KEY" } }),
    ],
    [
      "runs `actions/cache@v4` from outside",
      buildFact({ kind: "dependency", name: "action", attributes: { reference: "actions/cache@v4", executed: true } }),
    ],
    ["listens on every address (port)", buildFact({ kind: "listener", name: "port", attributes: { bind: "all" } })],
  ])("says that it %s", (text, fact) => {
    expect(gained(fact)).toEqual([text]);
  });

  it("says of an address that callers choose what goes there, once", () => {
    const sink = buildSink("outbound_http");
    const request = (carries: string) =>
      buildFact({
        kind: "external_service",
        name: "http",
        startLine: sink.startLine,
        endLine: sink.endLine,
        attributes: { carries },
      });
    expect(gained(sink, request("unknown"))).toHaveLength(1);
    expect(gained(sink, request("personal"))).toEqual([
      "lets callers of `GET /invoices/:id` choose where personal data is sent",
    ]);
    const uncalled = buildScope({ name: "clean", entryPoint: null });
    expect(texts([uncalled], [{ ...uncalled, facts: [sink, request("personal")] }])).toContain(
      "sends personal data to a host that the caller chooses",
    );
  });

  it("speaks of callers only where there are some", () => {
    const job = buildScope({ element: "process", name: "clean", entryPoint: null });
    expect(texts([job], [{ ...job, facts: [buildSink("file")] }])).toEqual([
      "passes `req.query.value` to a file path in `clean`",
    ]);
  });

  it.each<[string, string, Record<string, string | boolean>]>([
    ["lets the token of `ci.yml#test` write everything", "workflow_permissions", { level: "write_all", target: "all" }],
    [
      "lets the token of `ci.yml#test` write `packages`",
      "workflow_permissions",
      { level: "write", target: "packages" },
    ],
    [
      "leaves the token of `ci.yml#test` with the repository's default permissions",
      "workflow_permissions",
      { level: "default" },
    ],
    ["leaves the token of `ci.yml#test` where later steps can read it", "persisted_credentials", {}],
    ["runs `ci.yml#test` as root", "container_user", { level: "root" }],
    ["gives `ci.yml#test` the capability `SYS_ADMIN`", "container_capability", { target: "SYS_ADMIN" }],
    ["runs `ci.yml#test` on a self-hosted runner", "runner", { self_hosted: true }],
  ])("says of rights that it %s", (text, name, attributes) => {
    const scope = buildScope({ name: "ci.yml#test", element: "ci", entryPoint: null });
    const fact = buildFact({ kind: "privilege", name, attributes });
    expect(texts([scope], [{ ...scope, facts: [fact] }])).toEqual([text]);
  });

  it("says nothing of rights that are narrow", () => {
    const narrow: [string, Record<string, string>][] = [
      ["workflow_permissions", { level: "read", target: "contents" }],
      ["container_user", { level: "user" }],
      ["runner", {}],
    ];
    expect(gained(...narrow.map(([name, attributes]) => buildFact({ kind: "privilege", name, attributes })))).toEqual(
      [],
    );
  });

  it("adds a control after everything that weakens", () => {
    expect(gained(buildControl("rate_limit"), buildSink("sql"))).toEqual([
      "passes `req.query.value` to a database query in `GET /invoices/:id`",
      "adds the rate limit to `GET /invoices/:id`",
    ]);
  });

  it("keeps hostile names inside their code span", () => {
    const entryPoint = { ...buildEntryPoint("GET /`@everyone`\u202E"), name: "GET /`@everyone`\u202E" };
    const [item] = summaryItemsOf(groundScopes({ head: [buildScope({ entryPoint })] }).delta);
    expect(item?.text).toBe("opens `GET /'@everyone'` to the internet");
    expect(summaryItemSchema.safeParse(item).success).toBe(true);
  });
});
