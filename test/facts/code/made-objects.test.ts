import { describe, expect, it } from "vitest";
import { linkedScopes, scopesOf, select } from "../read-code.ts";

const EXPORTER = `import shutil

class Exporter:
    def __init__(self, camera, image):
        self.camera = camera
        self.image = image
        self.target = "/exports"

    def run(self):
        self._save()

    def _save(self):
        shutil.copy(self.image, self.target)
        shutil.copy(self.target, self.target)
`;

async function copied(handler: string, exporter = EXPORTER): Promise<unknown[]> {
  const scopes = await linkedScopes({
    "app.py": `from flask import Flask, request
from exporter import Exporter
app = Flask(__name__)

@app.route("/export", methods=["POST"])
def export():
${handler}
`,
    "exporter.py": exporter,
  });
  const facts = scopes.find(({ name }) => name === "POST /export")?.facts ?? [];
  return select(facts, "sink/file").flatMap(({ attributes, startLine }) =>
    attributes.tainted === true ? [`${startLine} ${String(attributes.source)}`] : [],
  );
}

describe("an object that is made of what a request says", () => {
  it("does in its methods what it does with what its constructor kept", async () => {
    const lines = '    Exporter("door", request.json.get("image")).run()\n    return "ok"';
    expect(await copied(lines)).toEqual(["13 request.json.image"]);
  });

  it("is followed whoever calls the methods, as a thread does", async () => {
    const lines = '    exporter = Exporter(camera="door", image=request.json["image"])\n    exporter.start()';
    expect(await copied(lines)).toHaveLength(1);
  });

  it("does nothing with what it was not given", async () => {
    expect(await copied('    Exporter(request.json["camera"], "still.webp").run()')).toEqual([]);
    expect(await copied('    Exporter("door", "still.webp").run()')).toEqual([]);
  });

  it("forgets what its constructor replaced", async () => {
    const exporter = EXPORTER.replace("self.image = image", 'self.image = image\n        self.image = "still.webp"');
    expect(await copied('    Exporter("door", request.json["image"]).run()', exporter)).toEqual([]);
  });

  it("is followed in the file of the handler too", async () => {
    const scopes = await linkedScopes({
      "src/app.ts": `import express from "express";
import { exec } from "node:child_process";
class Job {
  constructor(name) { this.name = name; }
  start() { exec("convert " + this.name); }
}
class Other {
  constructor(name) { this.label = name; }
  start() { exec("convert " + this.name); }
}
const app = express();
app.post("/jobs", (req, res) => { new Job(req.body.name).start(); });
app.post("/others", (req, res) => { new Other(req.body.name).start(); });
`,
    });
    const tainted = (name: string) =>
      select(scopes.find((one) => one.name === name)?.facts ?? [], "sink/command").filter(
        ({ attributes }) => attributes.tainted === true,
      );
    expect(tainted("POST /jobs")).toHaveLength(1);
    expect(tainted("POST /others")).toEqual([]);
  });
});

/** What the route of a file reaches, as `sink/name`, and the scopes that speak for themselves. */
function routeAndScopes(text: string) {
  const scopes = scopesOf(text, "app.py");
  const route = scopes.find(({ entryPoint }) => entryPoint !== null);
  const told = (route?.facts ?? []).filter(({ kind }) => kind === "sink" || kind === "data_store");
  return { told: told.map(({ kind, name }) => `${kind}/${name}`), scopes: scopes.map(({ name }) => name) };
}

function flask(classes: string, line: string): string {
  return `from flask import Flask, request
import sqlite3
app = Flask(__name__)
db = sqlite3.connect("shop.db")
${classes}

@app.route("/users", methods=["POST"])
def create():
    ${line}
`;
}

describe("an object that nobody in view uses", () => {
  const USER = `class User:
    def __init__(self, name):
        self.name = name

    def __str__(self):
        return "<b>" + self.name

    def shown(self):
        return "<b>" + self.name

    def wipe(self):
        db.execute("DELETE FROM users")
`;
  it("answers nobody and changes no record by itself", () => {
    const { told, scopes } = routeAndScopes(flask(USER, 'User(request.json["name"])'));
    expect(told).toEqual([]);
    expect(scopes).toContain("User.wipe");
  });

  it("is thrown without being used", () => {
    const thrown = USER.replace("class User", "class Missing(Exception)").replace(
      "DELETE FROM users",
      "SELECT ' + self.name + '",
    );
    expect(routeAndScopes(flask(thrown, 'raise Missing(request.json["name"])')).told).toEqual([]);
  });

  it("has for each method what its constructor left", () => {
    const job = `class Job:
    def __init__(self, name):
        self.name = name

    def clear(self):
        self.name = "none"

    def find(self):
        db.execute(f"SELECT * FROM jobs WHERE name = '{self.name}'")
`;
    expect(routeAndScopes(flask(job, 'Job(request.json["name"]).find()')).told).toContain("sink/sql");
  });
});
