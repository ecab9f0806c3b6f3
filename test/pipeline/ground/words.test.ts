import { describe, expect, it } from "vitest";
import { FACT_KINDS, type Fact } from "../../../src/domain/fact.ts";
import { VOCABULARY } from "../../../src/domain/vocabulary.ts";
import { describeFact } from "../../../src/pipeline/ground/words.ts";
import { buildFact } from "../../builders/fact.ts";

type Case = [sentence: string, kind: Fact["kind"], name: string, attributes: Fact["attributes"]];

const CASES: Case[] = [
  [
    "POST /hook takes webhook calls from the internet.",
    "entry_point",
    "POST /hook",
    { protocol: "webhook", exposure: "internet" },
  ],
  ["sweep runs on a schedule.", "entry_point", "sweep", { protocol: "cron" }],
  [
    "The job runs on pull_request_target.",
    "entry_point",
    "x",
    { protocol: "workflow", trigger: "pull_request_target" },
  ],
  ["q.url reaches the address of an outbound request.", "sink", "outbound_http", { tainted: true, source: "q.url" }],
  ["Request input reaches a command.", "sink", "command", { tainted: true }],
  ["A database query is used here.", "sink", "sql", { tainted: false }],
  ["The sign-in check stands here.", "control", "authn", { effective: true }],
  ["The job's token may write contents.", "privilege", "workflow_permissions", { level: "write", target: "contents" }],
  ["The job's token may write everything.", "privilege", "workflow_permissions", { level: "write_all", target: "all" }],
  ["The container runs as root.", "privilege", "container_user", { level: "root" }],
  ["Records of invoices are deleted.", "data_store", "record", { operation: "delete", collection: "invoices" }],
  ["Uploads are written.", "data_store", "upload", { operation: "write" }],
  ["Data goes to mail.example.", "external_service", "mail", { host: "mail.example" }],
  [
    "actions/checkout@main is used, pinned by branch.",
    "dependency",
    "action",
    { reference: "actions/checkout@main", pinned: "branch" },
  ],
  [
    "https://a.example/x is used, without a pinned version.",
    "dependency",
    "download",
    { reference: "https://a.example/x", pinned: "none" },
  ],
];

describe("describeFact", () => {
  it.each(CASES)("says: %s", (sentence, kind, name, attributes) => {
    expect(describeFact(buildFact({ kind, name, attributes }))).toBe(sentence);
  });

  it("says a whole sentence for every fact of the vocabulary, however little it says", () => {
    for (const kind of FACT_KINDS) {
      for (const name of VOCABULARY[kind].names ?? ["GET /a"]) {
        expect(describeFact(buildFact({ kind, name }))).toMatch(/^[A-Z].*[^_ ]\.$/u);
        expect(describeFact(buildFact({ kind, name }))).not.toMatch(/undefined|null|_/u);
      }
    }
  });
});
