import { describe, expect, it } from "vitest";
import { effectiveControls, factsOf, linkedScopes } from "../read-code.ts";

async function controlsOf(path: string, text: string): Promise<string[]> {
  const scopes = await linkedScopes({ [path]: text });
  return effectiveControls(scopes.find(({ entryPoint }) => entryPoint !== null)?.facts ?? []);
}

function java(check: string): Promise<string[]> {
  const text = `package a;\nimport jakarta.ws.rs.*;\n@Path("/issues")\npublic class Issues {\n@POST\npublic void close(@QueryParam("id") Long id) {\nIssue issue = issues.load(id);\n${check}\nissues.close(issue);\n}\n}\n`;
  return controlsOf("src/main/java/a/Issues.java", text);
}

function csharp(check: string): Promise<string[]> {
  const text = `public class IssuesController : Controller {\n[HttpPost]\npublic async Task<IActionResult> Close(int id) {\n${check}\nreturn Ok();\n}\n}\n`;
  return controlsOf("Shop/Controllers/IssuesController.cs", text);
}

describe("a refusal that says why", () => {
  it.each([
    ["if (!SecurityUtils.canAccessIssue(issue)) throw new UnauthorizedException();", ["ownership"]],
    ["if (!rights.isAdministrator()) throw new ForbiddenException();", ["authz"]],
    [
      "if (!SecurityUtils.canManage(issue)) { throw new WebApplicationException(Response.Status.FORBIDDEN); }",
      ["ownership"],
    ],
  ])("tells what a condition protects in Java: %s", async (check, controls) => {
    expect(await java(check)).toEqual(controls);
  });

  it.each([
    ["if (!await _issues.CanEditAsync(id)) return Forbid();", ["authn", "authz", "ownership"]],
    ["if (!_rights.IsAdmin) return StatusCode(403);", ["authz"]],
    ["if (!_rights.HasPermission(Permission.Close)) { throw new HttpException(403); }", ["authz"]],
  ])("tells what a condition protects in C#: %s", async (check, controls) => {
    expect(await csharp(check)).toEqual(controls);
  });

  it.each([
    ["if (issue == null) throw new NotFoundException();"],
    ["if (!settings.isEnabled()) throw new ForbiddenException();"],
    ["if (!SecurityUtils.canAccessIssue(issue)) log.info(issue);"],
  ])("says nothing of other questions: %s", async (check) => {
    expect(await java(check)).toEqual([]);
  });
});

const inLaravel = (line: string) => `<?php
namespace App\\Http\\Controllers;
use Illuminate\\Http\\Request;
class NoteController extends Controller {
  public function remove(Request $request, $id) {
    ${line}
    Note::find($id)->delete();
  }
}`;

describe("a refusal that is written without an if", () => {
  it.each([
    ["abort_unless($request->user()->can('delete'), 403);", ["authz"]],
    ["abort_if(!auth()->user()->hasRole('admin'), 403);", ["authz"]],
    ["throw_unless(auth()->user()->isAdmin(), new Forbidden());", ["authz"]],
    ["abort_unless($request->has('name'), 400);", []],
    ["assert($request->user()->can('delete'));", []],
    ["$allowed = $request->user()->can('delete');", []],
  ])("is one: %s", (line, controls) => {
    expect(effectiveControls(factsOf(inLaravel(line), "app/Http/Controllers/NoteController.php"))).toEqual(controls);
  });

  it.each([
    ["current_user.can_edit(note) or abort(403)", ["authz", "ownership"]],
    ["allowed = current_user.can_edit(note)", []],
  ])("is one in Python: %s", (line, controls) => {
    const text = `from flask import Flask, abort
from flask_login import current_user
app = Flask(__name__)

@app.post("/notes/<note>")
def save(note):
    ${line}
    return "done"
`;
    expect(effectiveControls(factsOf(text, "app.py", "POST /notes/<note>"))).toEqual(controls);
  });
});
