import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { isNew } from "../../../src/domain/threat.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundTools } from "../../builders/ground-tools.ts";
import { attributesOf, factsOf } from "../read-code.ts";

const TOOLS = groundTools(loadCatalogue());

/** Kinds that a new route brings. */
async function kindsOf(text: string, path = "src/app.ts"): Promise<string[]> {
  const { candidates } = await ground(buildChange({ files: { [path]: { head: text } } }), DEFAULT_CONFIG, TOOLS);
  return candidates.filter(({ effect }) => isNew(effect)).map(({ kind }) => kind);
}

function route(body: string): string {
  return `import express from "express";
import { db, Task, Project } from "./models.ts";
const app = express();
app.get("/projects/:projectId/tasks/:taskId", requireAuth, async (req, res) => {
${body}
});
`;
}

describe("a question about rights that a refusal hangs on", () => {
  it.each([
    ["if (!(await canView(req.user, project))) return res.sendStatus(403);", "ownership"],
    ["if (!mayEdit(project, req.user)) throw new Forbidden();", "ownership"],
    ["const allowed = await hasAccess(req.user, project); if (!allowed) return res.sendStatus(404);", "ownership"],
    ['if (!hasPermission(req.user, "billing")) return res.sendStatus(403);', "authz"],
    ["if (!isMember(req.user)) return res.sendStatus(403);", "authz"],
  ])("makes %s a check", (line, control) => {
    const facts = factsOf(route(`  const project = await Project.findById(req.params.projectId);\n  ${line}`));
    const inline = facts.filter(({ kind, attributes }) => kind === "control" && attributes.via === "inline");
    expect(inline.map(({ name }) => name)).toContain(control);
  });

  it.each([
    "if (!isEmpty(req.user)) return res.sendStatus(400);",
    "if (!checkPassword(req.user, req.body.password)) return res.sendStatus(400);",
    "if (!isParsable(req.body.file)) return res.sendStatus(400);",
    "if (canView(req.user, project)) log(project);",
  ])("is not %s", (line) => {
    const facts = factsOf(route(`  ${line}`));
    expect(facts.filter(({ kind, name }) => kind === "control" && /^(?:authz|ownership)$/u.test(name))).toEqual([]);
  });

  it("knows who asks from a helper that takes the request apart", () => {
    const facts = factsOf(
      route(`  const { auth, query } = await parseRequest(req);
  if (!(await canViewProject(auth, req.params.projectId))) return res.sendStatus(403);
  await Task.findById(query.task);`),
    );
    expect(attributesOf(facts, "control/ownership")).toMatchObject({ about: "req.params.projectId" });
    expect(attributesOf(facts, "data_store/record")).toMatchObject({ key: "parseRequest().query.task" });
  });

  it("asks in Python as well", () => {
    const text = `from flask import Flask, request
from flask_login import current_user, login_required
app = Flask(__name__)

@app.get("/accounts/<account_id>")
@login_required
def account(account_id):
    found = Account.query.get(account_id)
    if not has_perms_owner_aware(current_user, "change_account", found):
        abort(403)
    return found.name
`;
    const facts = factsOf(text, "app/accounts.py", "GET /accounts/<account_id>");
    expect(attributesOf(facts, "control/ownership")).toMatchObject({ effective: true, about: "account_id" });
  });
});

describe("a check of one record", () => {
  const CHECK = "  if (!(await canView(req.user, project))) return res.sendStatus(403);\n";
  const PROJECT = "  const project = await Project.findById(req.params.projectId);\n";

  it("says nothing of another that the request chooses as well", async () => {
    const text = route(`${PROJECT}${CHECK}  res.json(await Task.findById(req.params.taskId));`);
    expect(await kindsOf(text)).toEqual(["missing-ownership-check"]);
  });

  it.each([
    ["the record itself", `${PROJECT}${CHECK}  res.json(project);`],
    [
      "a record below it",
      `${PROJECT}${CHECK}  res.json(await Task.findOne({ id: req.params.taskId, projectId: project.id }));`,
    ],
    ["a record found by its key", `${PROJECT}${CHECK}  res.json(await Task.findById(req.params.projectId));`],
    [
      "a record whose own owner is compared",
      "  const task = await Task.findById(req.params.taskId);\n  if (task.ownerId !== req.user.id) return res.sendStatus(404);\n  res.json(task);",
    ],
    [
      "a record whose fields are given something after its owner was compared",
      "  const task = await Task.findById(req.params.taskId);\n  if (task.ownerId !== req.user.id) return res.sendStatus(404);\n  task.title = req.body.title;\n  await Task.update(task);",
    ],
    [
      "a record that a list of the person's own was searched for",
      "  const task = await Task.findById(req.params.taskId);\n  const owner = task.project;\n  if (!mayRead(req.user, owner)) return res.sendStatus(404);\n  res.json(task);",
    ],
  ])("covers %s", async (_, body) => {
    expect(await kindsOf(route(body))).toEqual([]);
  });
});

function fileRoute(body: string): string {
  return `import express from "express";
import path from "node:path";
import { readFile } from "node:fs/promises";
const app = express();
app.get("/files", requireAuth, async (req, res) => {
${body}
  res.send(await readFile("/data/" + req.query.file));
});
`;
}

describe("a check of one value", () => {
  it("leaves another that reaches a file", async () => {
    expect(await kindsOf(fileRoute("  const name = path.basename(req.query.name);"))).toEqual(["path-traversal"]);
  });

  it("covers the same", async () => {
    expect(await kindsOf(fileRoute("  log(path.basename(req.query.file));"))).toEqual([]);
  });
});

function segmentRoute(load: string): string {
  return `import { getSegment, getWebsiteSegment } from "@/queries/prisma";
import express from "express";
const app = express();
app.get("/websites/:websiteId/segments/:segmentId", requireAuth, async (req, res) => {
  if (!(await canViewWebsite(req.user, req.params.websiteId))) return res.sendStatus(403);
  res.json(await ${load});
});
`;
}

describe("a function of the project's own queries", () => {
  it("reads the record that its key names, which another check says nothing of", async () => {
    const text = segmentRoute("getSegment(req.params.segmentId)");
    expect(attributesOf(factsOf(text), "data_store/record")).toMatchObject({
      operation: "read",
      collection: "segment",
      key: "req.params.segmentId",
    });
    expect(await kindsOf(text)).toEqual(["missing-ownership-check"]);
  });

  it("is covered when it is given what was checked as well", async () => {
    expect(await kindsOf(segmentRoute("getWebsiteSegment(req.params.websiteId, req.params.segmentId)"))).toEqual([]);
  });
});
