import { describe, expect, it } from "vitest";
import { threatReportSchema } from "../../src/domain/report.ts";
import { createRepository } from "../builders/git-repository.ts";
import { runThreatdiff } from "./run-threatdiff.ts";

const GUARD = `export function requireUser(request, response, next) {
  if (!request.session.userId) return response.status(401).end();
  next();
}
`;
const OPEN_GUARD = `export function requireUser(request, response, next) {
  next();
}
`;

function router(name: string): string {
  return `import { Router } from "express";
import { requireUser } from "../../../platform/security/session";
import { db } from "../../../platform/db";
export const ${name} = Router();
${name}.get("/:id", requireUser, async (request, response) => {
  response.json(await db.${name}.findMany({ where: { tenant: request.params.id } }));
});
`;
}

describe("a guard far away from the routes that it guards", () => {
  it("raises a threat on every path that lost it when it stops checking", async () => {
    const repository = createRepository();
    repository.write("platform/security/session.ts", GUARD);
    repository.write("platform/db.ts", "export const db = connect();\n");
    for (const name of ["orders", "invoices", "refunds"]) {
      repository.write(`services/${name}/http/${name}.ts`, router(name));
    }
    repository.write(
      "services/gateway/start/mount.ts",
      `import express from "express";
import { orders } from "../../orders/http/orders";
import { invoices } from "../../invoices/http/invoices";
import { refunds } from "../../refunds/http/refunds";
const app = express();
app.use("/orders", orders);
app.use("/invoices", invoices);
app.use("/refunds", refunds);
app.listen(8080);
`,
    );
    repository.commit("Before");
    repository.git("checkout", "-q", "-b", "topic");
    repository.write("platform/security/session.ts", OPEN_GUARD);
    repository.commit("Simplify the session check");

    const { stdout } = await runThreatdiff(["review", "--offline", "--format", "json"], repository);
    const report = threatReportSchema.parse(JSON.parse(stdout));
    const lost = report.threats.filter(({ effect }) => effect === "mitigation_weakened" || effect === "introduced");
    expect(lost.map(({ element }) => element).toSorted()).toEqual([
      "GET /invoices/:id",
      "GET /orders/:id",
      "GET /refunds/:id",
    ]);
  });
});
