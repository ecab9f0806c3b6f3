import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMMANDS, answerCommand } from "../../src/commands/index.ts";
import type { Asker, CommandContext } from "../../src/commands/command.ts";
import { invoiceReport } from "../builders/report.ts";

const stranger: Asker = { login: "eve", permission: "none", isAuthor: false };
const reader: Asker = { login: "rae", permission: "read", isAuthor: false };
const author: Asker = { login: "bob", permission: "read", isAuthor: true };
const maintainer: Asker = { login: "ann", permission: "write", isAuthor: false };
const now = new Date("2026-11-23T12:00:00Z");
const context: Omit<CommandContext, "asker"> = { report: invoiceReport(), disclosure: "full", settings: null, now };

describe("COMMANDS", () => {
  it("lists every command file", () => {
    const files = readdirSync(new URL("../../src/commands/", import.meta.url)).map((name) =>
      name.replace(/\.ts$/u, ""),
    );
    const parts = new Set(["command", "decide", "index", "parse", "which-threat"]);
    expect(COMMANDS.map(({ name }) => name).toSorted()).toEqual(files.filter((name) => !parts.has(name)).toSorted());
  });
});

describe("answerCommand", () => {
  it.each<[string, Asker, string]>([
    ["run", maintainer, "answered"],
    ["run", author, "answered"],
    ["run", reader, "denied"],
    ["run", stranger, "denied"],
    ["explain", reader, "answered"],
    ["explain", stranger, "denied"],
    ["help", stranger, "denied"],
    ["help", reader, "answered"],
    ["deploy", maintainer, "unknown"],
  ])("decides on %s for %j: %s", (name, asker, kind) => {
    expect(answerCommand({ name, args: [] }, asker, context).kind).toBe(kind);
  });

  it("asks for a new analysis only after an allowed run", () => {
    expect(answerCommand({ name: "run", args: [] }, author, context)).toMatchObject({ rerun: true, reaction: "+1" });
    expect(answerCommand({ name: "run", args: [] }, reader, context)).toMatchObject({ rerun: false });
    expect(answerCommand({ name: "help", args: [] }, reader, context)).toMatchObject({ rerun: false });
  });

  it("explains a threat by id, in either case", () => {
    const reply = answerCommand({ name: "explain", args: ["t-4kx2m7qd"] }, reader, context).reply;
    expect(reply).toContain("### Any signed-in user can read any invoice");
    expect(reply).toContain("1. The id comes from the URL ([`src/invoices.ts:6`]");
    expect(reply).toContain("**When this is no threat.** Not a threat when invoices are public by design.");
  });

  it.each([
    [[], "Which threat? The newest report has `T-4KX2M7QD`, `T-B2NQ5VEA` and `T-Q7C3HRZK`."],
    [
      ["T-ZZZZZZZZ"],
      "There is no `T-ZZZZZZZZ` in the newest report. It has `T-4KX2M7QD`, `T-B2NQ5VEA` and `T-Q7C3HRZK`.",
    ],
    [
      ["@octocat`"],
      "There is no `` @octocat` `` in the newest report. It has `T-4KX2M7QD`, `T-B2NQ5VEA` and `T-Q7C3HRZK`.",
    ],
  ])("is confused by an explain of %j, and names the known ids", (args, reply) => {
    expect(answerCommand({ name: "explain", args }, reader, context)).toEqual({
      kind: "answered",
      reply,
      reaction: "confused",
      rerun: false,
    });
  });

  it("explains nothing where the repository does not disclose details", () => {
    const reply = answerCommand({ name: "explain", args: ["T-4KX2M7QD"] }, reader, {
      ...context,
      disclosure: "summary",
    });
    expect(reply.reply).not.toContain("invoice");
  });

  it("answers an unknown command with a short help and repeats it inertly", () => {
    const { reply } = answerCommand({ name: "@octocat`", args: [] }, reader, context);
    expect(reply).toContain("There is no command `` @octocat` ``.");
    expect(reply).toContain("- `/threatmodel explain <threat id>`");
  });

  it("says politely who may run a command", () => {
    const { reply } = answerCommand({ name: "run", args: [] }, reader, context);
    expect(reply).toBe("`/threatmodel run` is for maintainers and the author. A maintainer can run it for you.");
  });
});
