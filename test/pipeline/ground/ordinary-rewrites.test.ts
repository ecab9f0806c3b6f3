import { describe, expect, it } from "vitest";
import { broughtBy } from "./brought-by.ts";

const ts = (...lines: string[]) =>
  ["export async function remove(user, doc, team, id) {", ...lines, "  return db.docs.remove(id, doc);", "}", ""].join(
    "\n",
  );
const EXPRESS = (guard: string, check: string) => `import express from "express";
import { requireAuth } from "./auth";
const app = express();
app.post("/notes",${guard} async (req, res) => {
${check}  res.json(await db.notes.create({ data: { text: req.body.text } }));
});
`;
const LOCKED = `doc.kind === "locked" && doc.region !== team.region`;
const COMMANDS = (more: string) => `export function run(command, arg) {
  switch (command) {
${more}    case "stats":
      return statsOf(arg);
  }
}
function statsOf(arg) {
  return db.stats.of(arg);
}
`;
const EXPORTS = `function exportFile(arg) {
  if (!isSafePath(arg)) throw new Error("no");
  return read(arg);
}
`;

describe("an ordinary rewrite", () => {
  it.each([
    [
      "answers in another way",
      ts(`  if (${LOCKED}) throw new ForbiddenException();`),
      ts(`  if (${LOCKED}) throw new NotFoundException();`),
    ],
    [
      "asks the other way round",
      ts(`  if (${LOCKED}) throw new ForbiddenException();`),
      ts(
        `  if (doc.region === team.region || doc.kind !== "locked") return doc.body;`,
        "  throw new ForbiddenException();",
      ),
    ],
    [
      "gives an upload a name of its own",
      ts("  const file = path.basename(doc.originalname);", "  await save(file, doc.buffer);"),
      ts("  const file = randomUUID();", "  await save(file, doc.buffer);"),
    ],
    [
      "writes options down elsewhere",
      `const OPTIONS = { redirect: "error" };\n${ts(`  await fetch(id, { redirect: "error" });`)}`,
      `const OPTIONS = { redirect: "error" };\n${ts("  await fetch(id, OPTIONS);")}`,
    ],
    [
      "says more of what another service answered",
      ts("  const result = await call(id);", `  if (result.status === 401) throw new Error("Unauthorized");`),
      ts("  const result = await call(id);", "  if (!result.ok) throw new ApiError(result);"),
    ],
    [
      "lets a middleware ask who calls",
      EXPRESS("", "  if (!req.session.userId) return res.status(401).end();\n"),
      EXPRESS(" requireAuth,", ""),
    ],
    [
      "takes a feature out with its helper",
      COMMANDS(`    case "export":\n      return exportFile(arg);\n`) + EXPORTS,
      COMMANDS(""),
    ],
  ])("that %s loses no check", async (_what, before, after) => {
    expect(await broughtBy(before, after)).toEqual([]);
  });

  it.each([
    ["requirePermission(user, WHAT);", "permission-check-removed"],
    ["assertAccess(user, Action.DELETE);", "permission-check-removed"],
  ])("is none where a check of a named right is gone: %s", async (check, kind) => {
    const found = await broughtBy(ts(`  ${check}`), ts());
    expect(found.map((one) => one.split(":")[0])).toEqual([kind]);
  });
});
