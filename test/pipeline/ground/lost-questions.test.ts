import { describe, expect, it } from "vitest";
import { broughtBy } from "./brought-by.ts";

const inFunction = (...lines: string[]) =>
  ["export async function keep(shop, name, user) {", ...lines, "  return shop.done();", "}", ""].join("\n");
const refused = (condition: string) => inFunction(`  if (${condition}) throw new Error("no");`, "  shop.run(name);");
const guarded = (condition: string) => inFunction(`  if (${condition}) {`, "    await shop.remove(name);", "  }");
const bare = inFunction("  await shop.remove(name);");

const routes = (...lines: string[]) => `${lines.join("\n")}\nexport default router;\n`;
const KEPT = 'router.post("/notes", checkPermission("notes:read"), notes.list);';

describe("a value that must stand in a list", () => {
  it.each([
    ["!ALLOWED_HOSTS.has(new URL(name).hostname)", "address-check-removed"],
    ["TABLES.indexOf(name) === -1", "statement-escaping-removed"],
    ['!["name", "createdAt"].includes(name.sortBy)', "statement-escaping-removed"],
    ["!allowedRoles.includes(user.role)", "permission-check-removed"],
  ])("may be anything when that is gone: %s", async (condition, kind) => {
    const [base, head] = [refused(condition), inFunction("  shop.run(name);")];
    expect(await broughtBy(base, head)).toEqual([`${kind}:2`]);
    expect(await broughtBy(head, base)).toEqual([]);
  });

  it.each([
    "TABLES.indexOf(name) === 0",
    "!shop.tables.includes(name)",
    '!COLUMNS.includes("name")',
    "!KINDS.includes(name)",
  ])("is none where %s is asked", async (condition) => {
    expect(await broughtBy(refused(condition), inFunction("  shop.run(name);"))).toEqual([]);
  });
});

describe("what is done only where a question is answered with yes", () => {
  it.each([
    ["user.isAdmin", "permission-check-removed"],
    ["shop.open && (await canRemove(user, name))", "permission-check-removed"],
    ['name.protocol === "https:"', "address-check-removed"],
    ['name.protocol === "https:" || name.protocol === "http:"', "address-check-removed"],
  ])("is done for everybody when that is gone: %s", async (condition, kind) => {
    expect(await broughtBy(guarded(condition), bare)).toEqual([`${kind}:2`]);
    expect(await broughtBy(bare, guarded(condition))).toEqual([]);
  });

  it.each([
    "shop.open",
    "!user.isAdmin",
    "user.isAdmin || shop.open",
    "shop.allowedHosts",
    'name.protocol !== "https:"',
  ])("is none that %s keeps from nobody", async (condition) => {
    expect(await broughtBy(guarded(condition), bare)).toEqual([]);
  });

  it("is none where it is no longer done", async () => {
    expect(await broughtBy(guarded("user.isAdmin"), inFunction("  await shop.open(name);"))).toEqual([]);
  });
});

describe("what is asked of an address or a path that was taken apart for it", () => {
  const run = "  shop.run(name);";

  it.each([
    ["const link = new URL(name);", 'if (link.protocol !== "https:") throw new Error("no");', "address-check-removed"],
    [
      "const file = path.resolve(shop.dir, name);",
      'if (!file.startsWith(shop.dir)) throw new Error("no");',
      "path-check-removed",
    ],
  ])("is about what that was made of, where both are gone: %s", async (made, asked, kind) => {
    const base = inFunction(`  ${made}`, `  ${asked}`, run);
    expect(await broughtBy(base, inFunction(run))).toEqual([`${kind}:2`]);
    expect(await broughtBy(inFunction(run), base)).toEqual([]);
    expect(await broughtBy(base, inFunction("  shop.open();"))).toEqual([]);
  });
});

describe("a guard in a list of handlers", () => {
  it("is not missed with its route", async () => {
    const other = 'router.post("/notes/remove", checkPermission("notes:remove"), notes.remove);';
    expect(await broughtBy(routes(KEPT, other), routes(KEPT))).toEqual([]);
    expect(
      await broughtBy(routes(KEPT, other), routes(KEPT, other.replace('checkPermission("notes:remove"), ', ""))),
    ).toEqual(["authentication-removed:2"]);
  });
});
