import { describe, expect, it } from "vitest";
import { broughtBy } from "./brought-by.ts";

const inFunction = (...lines: string[]) =>
  ["export async function close(shop, team) {", ...lines, "  await shop.close(team);", "}", ""].join("\n");
const page = (line: string) => `import { useState } from "react";\n${inFunction(line)}`;
const LOST = ["permission-check-removed:2"];

describe("a refusal that says that the caller may not", () => {
  it.each([
    'if (team.kind === "fixed") throw new AppError(AppErrorCode.UNAUTHORIZED, { message: "no" });',
    'if (team.kind === "fixed") throw new TRPCError({ code: "FORBIDDEN" });',
    'if (team.kind === "fixed") throw new ForbiddenError("no");',
    'if (team.kind === "fixed") throw new HttpError(403, "no");',
    'if (team.kind === "fixed") throw new Error("You are not allowed to close this team");',
    'if (isNotOwner) throw new Error(t("common.unauthorized"));',
    'if (!team.open) return redirect("/login?next=/");',
    "if (!team.open) return shop.reply.status(403).send();",
  ])("protects, whatever it asks: %s", async (line) => {
    expect(await broughtBy(inFunction(`  ${line}`), inFunction())).toEqual(LOST);
    expect(await broughtBy(inFunction(), inFunction(`  ${line}`))).toEqual([]);
  });

  it.each([
    'if (team.kind === "fixed") throw new Error("Files larger than 2 MB are not allowed");',
    'if (team.kind === "fixed") throw new AppError(AppErrorCode.NOT_FOUND);',
    'if (error.code === "x") throw new UnauthorizedError("no");',
    "if (response.status === 401) throw new UnauthorizedError();",
    'if (!team.open) redirect("/teams/login-history");',
  ])("is none that refuses things, or that passes on what somebody else said: %s", async (line) => {
    expect(await broughtBy(inFunction(`  ${line}`), inFunction())).toEqual([]);
  });

  it("is not gone where it is written in another form", async () => {
    const base = inFunction('  if (team.kind === "fixed") throw new ForbiddenError("no");');
    const head = inFunction('  if (team.kind === KINDS.fixed) throw new ForbiddenError("no");');
    expect(await broughtBy(base, head)).toEqual([]);
  });

  it("is nothing that a page in a browser keeps anybody from", async () => {
    const line = '  if (team.kind === "fixed") throw new ForbiddenError("no");';
    expect(await broughtBy(page(line), page(""))).toEqual([]);
  });
});

const action = (...lines: string[]) =>
  [
    '"use server";',
    'import { authActionClient } from "@/lib/client";',
    "export const importAction = authActionClient.inputSchema(schema).action(async ({ ctx, parsedInput }) => {",
    "  await checkAccess({ userId: ctx.user.id, teamId: parsedInput.teamId });",
    "  const sheet = await getSheet(parsedInput.sheetId);",
    ...lines,
    "  return copy(sheet);",
    "});",
    "",
  ].join("\n");
const SAME_TEAM = '  if (sheet.teamId !== parsedInput.teamId) throw new ResourceNotFoundError("Sheet");';

describe("a lost check about a record", () => {
  it("is told though a check of something else still stands beside it", async () => {
    expect(await broughtBy(action(SAME_TEAM), action(), "src/actions.ts")).toEqual(["permission-check-removed:6"]);
    expect(await broughtBy(action(), action(SAME_TEAM), "src/actions.ts")).toEqual([]);
  });

  it("is none where another check came in its stead", async () => {
    const other = "  if (!(await canRead(ctx.user, sheet))) throw new ForbiddenError();";
    expect(await broughtBy(action(SAME_TEAM), action(other), "src/actions.ts")).toEqual([]);
  });

  it("is none where it only asked once more who calls", async () => {
    const role = '  if (ctx.user.role !== "admin") throw new ForbiddenError();';
    expect(await broughtBy(action(role), action(), "src/actions.ts")).not.toContain("permission-check-removed:6");
  });
});
