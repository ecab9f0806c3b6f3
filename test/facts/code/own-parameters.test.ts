import { describe, expect, it } from "vitest";
import { attributesOf, factsOf, scopesOf, select } from "../read-code.ts";

const IMPORTS = `import { exec, execFile, spawn } from "node:child_process"; import { promisify } from "node:util";
import vm from "node:vm"; import fs from "node:fs"; import { db } from "./db.ts"; import extract from "extract-zip";
const run = promisify(exec);
`;
const PYTHON = `import os, subprocess, pickle, yaml, zipfile, shlex, requests, importlib
from enum import Enum
from typing import Literal, Optional
`;

function fromParameter(text: string, sink: string, path = "src/mirror.ts"): unknown {
  const facts = scopesOf(text, path).flatMap((scope) => scope.facts);
  const found = select(facts, `sink/${sink}`).find((fact) => fact.attributes.from_parameter === true);
  return found?.attributes.source ?? null;
}

describe("a function that others may call and that assembles a dangerous text from what it is given", () => {
  it.each([
    [
      "command",
      "url",
      'export async function fetchPage(url: string) { const command = `curl -L "${url}"`; await run(command); }',
    ],
    ["command", "url", "export const fetchPage = (url) => exec('curl ' + url);"],
    ["command", "url", "export function fetchPage({ url, retries }: FetchOptions) { exec(`curl ${url}`); }"],
    ["command", "user.name", "export function greet(user) { exec(`id ${user.name}`); }"],
    ["command", "file", "export function convert(file: string) { spawn(`convert ${file}`, { shell: true }); }"],
    ["command", "files", "export function pack(files: string[]) { exec(['tar', 'c', ...files].join(' ')); }"],
    ["command", "url", "export class Fetcher { get(url: string) { return run(`curl ${url}`); } }"],
    ["command", "url", "function get(url) { exec(`curl ${url}`); }\nmodule.exports = { get };"],
    [
      "command",
      "url",
      "import { execAsync } from '../utils/process';\nexport const get = (url) => execAsync(`curl ${url}`);",
    ],
    ["sql", "name", "export const find = (name: string) => db.query(`SELECT * FROM users WHERE name = '${name}'`);"],
    ["sql", "sort", "export const list = (sort: string) => db.query('SELECT * FROM users ORDER BY ' + sort);"],
    ["eval", "rule", "export function matches(rule: string) { return eval(rule); }"],
    ["eval", "rule", "export function matches(rule: string) { return vm.runInNewContext(`(${rule})`, {}); }"],
    [
      "archive",
      "archive",
      "export async function unpack(archive: string, target: string) { await extract(archive, { dir: target }); }",
    ],
  ])("is told apart in JavaScript: %s from %s", (sink, source, text) => {
    expect(fromParameter(IMPORTS + text, sink)).toBe(source);
  });

  it.each([
    ["command", "host", 'def ping(host):\n    os.system("ping " + host)'],
    ["command", "host", 'def ping(host: str):\n    subprocess.run(f"ping {host}", shell=True)'],
    [
      "command",
      "host",
      'def ping(host: Optional[str] = None):\n    return subprocess.check_output("ping %s" % host, shell=True)',
    ],
    ["sql", "name", "def find(cursor, name):\n    cursor.execute(f\"SELECT * FROM users WHERE name = '{name}'\")"],
    ["sql", "name", "def find(cursor, name):\n    cursor.execute(\"SELECT * FROM users WHERE name = '%s'\" % name)"],
    [
      "sql",
      "name",
      "def find(cursor, name):\n    cursor.execute(\"SELECT * FROM users WHERE name = '{}'\".format(name))",
    ],
    ["eval", "rule", "def matches(rule):\n    return eval(rule)"],
    ["deserialization", "blob", "def load(blob: bytes):\n    return pickle.loads(blob)"],
    ["deserialization", "text", "class Reader:\n    def load(self, text):\n        return yaml.load(text)"],
    [
      "archive",
      "stream",
      "def unpack(stream, target):\n    with zipfile.ZipFile(stream) as archive:\n        archive.extractall(target)",
    ],
  ])("is told apart in Python: %s from %s", (sink, source, text) => {
    expect(fromParameter(`${PYTHON}${text}\n`, sink, "shop/mirror.py")).toBe(source);
  });

  it.each([
    ["command", "function fetchPage(url) { exec(`curl ${url}`); }"],
    ["command", "export class Fetcher { private get(url: string) { return run(`curl ${url}`); } }"],
    ["command", "export class Fetcher { _get(url: string) { return run(`curl ${url}`); } }"],
    ["command", "export function fetchPage(url: string) { execFile('curl', [url]); }"],
    ["command", "export function fetchPage(url: string) { spawn('curl', ['-L', url]); }"],
    ["command", "export function shell(line: string) { return run(line); }"],
    ["command", "export function show(pid: number) { exec(`ps ${pid}`); }"],
    ["command", "export function show(pid = 1) { exec(`ps ${pid}`); }"],
    ["command", "export function show(all: boolean) { exec(`ps ${all ? '-a' : ''}`); }"],
    ["command", "export function sign(kind: 'rsa' | 'dsa') { exec(`ssh-keygen -t ${kind}`); }"],
    ["command", "export function build(options: BuildOptions) { exec(`make ${options.target}`); }"],
    ["command", "export function build(config) { exec(`make ${config.target}`); }"],
    ["command", "export function show(id: string) { exec(`ps ${Number(id)}`); }"],
    [
      "command",
      "export function show(kind: string) { if (!KINDS.includes(kind)) throw new Error(); exec(`ps ${kind}`); }",
    ],
    ["command", "export function show() { exec(`ps ${process.pid}`); }"],
    ["sql", "export const find = (name: string) => db.query('SELECT * FROM users WHERE name = $1', [name]);"],
    ["sql", "export const all = (table: string) => db.query(`SELECT * FROM ${table}`);"],
    ["sql", "export const all = (kind: string, id: string) => db.query(`SELECT * FROM ${kind} WHERE id = ?`, [id]);"],
    [
      "sql",
      "export const find = (ids: string[]) => { const marks = ids.map(() => '?').join(', '); return db.query(`SELECT * FROM users WHERE id IN (${marks})`, ids); };",
    ],
    ["file", "export const read = (path: string) => fs.readFileSync(`/data/${path}`);"],
    ["outbound_http", "export const get = (path: string) => fetch(`https://example.com/${path}`);"],
    ["archive", "export async function unpack(target: string) { await extract('seed.zip', { dir: target }); }"],
  ])("stays silent in JavaScript: %s in %s", (sink, text) => {
    expect(fromParameter(IMPORTS + text, sink)).toBeNull();
  });

  it.each([
    ["command", 'def _ping(host):\n    os.system("ping " + host)'],
    ["command", "def ping(host):\n    os.system('ping ' + shlex.quote(host))"],
    ["command", "def ping(host):\n    subprocess.run(['ping', host])"],
    ["command", "def ping(count: int):\n    os.system(f'ping -c {count}')"],
    ["command", "def sign(kind: Literal['rsa', 'dsa']):\n    os.system(f'ssh-keygen -t {kind}')"],
    [
      "sql",
      "def find(cursor, ids):\n    marks = ','.join('?' for _ in ids)\n    cursor.execute(f'SELECT * FROM users WHERE id IN ({marks})', ids)",
    ],
    ["sql", "def count(cursor, name):\n    cursor.execute('SELECT count(*) FROM {}'.format(name))"],
    ["eval", "def plugin(name):\n    return importlib.import_module(name)"],
    ["deserialization", "def load(path):\n    with open(path, 'rb') as file:\n        return pickle.load(file)"],
    ["deserialization", "def load(text):\n    return yaml.safe_load(text)"],
    ["archive", "def unpack(target):\n    zipfile.ZipFile('seed.zip').extractall(target)"],
  ])("stays silent in Python: %s in %s", (sink, text) => {
    expect(fromParameter(`${PYTHON}${text}\n`, sink, "shop/mirror.py")).toBeNull();
  });

  it.each([
    ["scripts/mirror.ts", ""],
    ["packages/web/build/mirror.ts", ""],
    ["vite.config.ts", ""],
    ["src/mirror.ts", 'import { Command } from "commander";\n'],
    ["src/mirror.ts", "#!/usr/bin/env node\n"],
    ["src/mirror.ts", "const [, , target] = process.argv;\n"],
  ])("stays silent in what operators run: %s", (path, head) => {
    expect(
      fromParameter(`${head}${IMPORTS}export const get = (url: string) => exec(\`curl \${url}\`);`, "command", path),
    ).toBeNull();
  });

  it("leaves the sink untainted, for nothing in view reaches it", () => {
    const facts = factsOf(`${IMPORTS}export const get = (url: string) => exec(\`curl \${url}\`);`);
    expect(attributesOf(facts, "sink/command")).toMatchObject({ tainted: false, shell: true, built: "concatenated" });
  });
});

describe("a helper that nobody else can call", () => {
  const HELPER = "function fetchPage(url) { exec(`curl ${url}`); }\n";
  it("assembles what those that others may call hand it", () => {
    expect(fromParameter(`${IMPORTS}${HELPER}export const mirror = (url) => fetchPage(url);`, "command")).toBe("url");
    expect(fromParameter(`${IMPORTS}${HELPER}export const mirror = () => fetchPage('x');`, "command")).toBeNull();
  });

  it("is told of once, whoever hands it something, and never for what it is given by the code", () => {
    const text = `${IMPORTS}${HELPER}export const one = (url) => fetchPage(url);\nexport const two = (link) => fetchPage(link);\nexport const three = (url) => fetchPage("x" + 1);\n`;
    const told = scopesOf(text, "src/mirror.ts").filter(({ facts }) =>
      select(facts, "sink/command").some(({ attributes }) => attributes.from_parameter === true),
    );
    expect(told.map(({ name }) => name)).toEqual(["one"]);
  });

  it("is told of where it stands for what it does by itself", () => {
    const text = `${IMPORTS}function clean() { exec("rm -rf /tmp/x"); }\nexport const tidy = () => clean();`;
    const scopes = scopesOf(text, "src/mirror.ts").filter(({ facts }) => select(facts, "sink/command").length > 0);
    expect(scopes.map(({ name }) => name)).toEqual(["clean"]);
  });
});

const fromGo = (name: string, line: string) =>
  fromParameter(
    `package store\nimport "fmt"\nfunc ${name}(field string, value string) int {\n\tsession := engine.Where("1 = 1")\n\t${line}\n\treturn 1\n}\n`,
    "sql",
    "store/list.go",
  );

describe("a condition of a query that is glued together", () => {
  it.each([
    'session = session.And(fmt.Sprintf("%s like ?", field), value)',
    'session = session.And(fmt.Sprintf("%s like ?", util.SnakeString(field)), value)',
    'session.Where("name = \'" + field + "\'")',
  ])("is told apart in Go: %s", (line) => {
    expect(fromGo("List", line)).toBe("field");
    expect(fromGo("list", line)).toBeNull();
  });

  it.each(['session.And("name = ?", field)', 'session.OrderBy("name")'])("stays silent for %s", (line) => {
    expect(fromGo("List", line)).toBeNull();
  });
});

describe("a script of the JVM", () => {
  it.each([
    "new GroovyScriptEngineImpl().eval(script)",
    "getGroovyEngine().compile(script)",
    'new ScriptEngineManager().getEngineByName("groovy").eval(script)',
    "new GroovyClassLoader().parseClass(script)",
  ])("is evaluated as it is given by %s", (call) => {
    const text = `package a;\npublic class Filters {\n  public Object make(String script) { return ${call}; }\n}\n`;
    expect(fromParameter(text, "eval", "src/main/java/a/Filters.java")).toBe("script");
  });
});

const deletion = (hole: string) =>
  `class Comment < ApplicationRecord\n  def self.of(story)\n    connection.execute("delete from comments where story_id = #{${hole}}")\n  end\nend\n`;
const madeOfOwn = (hole: string) =>
  select(scopesOf(deletion(hole), "app/models/comment.rb")[0]?.facts ?? [], "sink/sql").filter(
    ({ attributes }) => attributes["from_parameter"] === true,
  );

describe("the key of a record that a function is given", () => {
  it("is no text of anybody", () => {
    expect(madeOfOwn("story.title")).toHaveLength(1);
    expect(madeOfOwn("story.id")).toEqual([]);
  });
});
