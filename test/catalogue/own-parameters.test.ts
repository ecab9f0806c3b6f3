import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import { assessRisk } from "../../src/domain/risk.ts";
import { confidenceOf } from "../../src/domain/threat.ts";
import { ground } from "../../src/pipeline/stages/ground.ts";
import { buildChange } from "../builders/change-set.ts";
import { groundTools } from "../builders/ground-tools.ts";

const CATALOGUE = loadCatalogue();
const NODE =
  'import { exec } from "node:child_process"; import { db } from "./db.ts"; import { HOME } from "./home.ts";\n';

async function candidatesOf(path: string, text: string) {
  const { candidates } = await ground(
    buildChange({ files: { [path]: { head: text } } }),
    DEFAULT_CONFIG,
    groundTools(CATALOGUE),
  );
  return candidates;
}

describe("a public function that builds something dangerous from its parameters", () => {
  it.each([
    ["command-injection", "medium", "src/a.ts", `${NODE}export const get = (url: string) => exec(\`curl \${url}\`);`],
    [
      "sql-injection",
      "medium",
      "src/a.ts",
      `${NODE}export const find = (name: string) => db.query("SELECT * FROM t WHERE n = '" + name + "'");`,
    ],
    [
      "template-injection",
      "medium",
      "shop/a.py",
      "from jinja2 import Template\ndef shown(note):\n    return Template(note.text).render()\n",
    ],
    ["code-evaluation", "medium", "src/a.ts", "export const matches = (rule: string) => eval(rule);"],
    [
      "unsafe-deserialization",
      "medium",
      "shop/a.py",
      "import pickle\ndef load(blob):\n    return pickle.loads(blob)\n",
    ],
    [
      "unsafe-archive-extraction",
      "low",
      "shop/a.py",
      'import zipfile\ndef unpack(stream):\n    zipfile.ZipFile(stream).extractall("/data")\n',
    ],
  ])("is told as %s, of %s severity and with what is not known", async (kind, severity, path, text) => {
    const candidates = await candidatesOf(path, text);
    expect(candidates.map((candidate) => candidate.kind)).toEqual([kind]);
    const [{ claim, factors, effect } = { claim: null, factors: null, effect: null }] = candidates;
    expect(effect).toBe("introduced");
    expect(claim).toMatchObject({ reachable: "unknown" });
    expect(factors).toMatchObject({ evidence: "inferred", control: "unknown" });
    expect(factors && assessRisk(factors).severity).toBe(severity);
    expect(claim && confidenceOf({ ...claim, quoteFound: true }, ["rule"])).toBe("medium");
  });

  it.each([
    ["src/a.ts", `${NODE}export const get = () => exec(\`curl \${HOME}\`);`],
    ["src/a.ts", `${NODE}const get = (url: string) => exec(\`curl \${url}\`); get("https://example.com");`],
    ["src/a.ts", `${NODE}export const find = (name: string) => db.query("SELECT * FROM t WHERE n = $1", [name]);`],
    ["scripts/a.ts", `${NODE}export const get = (url: string) => exec(\`curl \${url}\`);`],
    ["shop/a.py", "from jinja2 import Template\ndef shown(text):\n    return Template(text).render()\n"],
    ["shop/a.py", "import json\ndef load(blob):\n    return json.loads(blob)\n"],
  ])("is not what stands in %s: %s", async (path, text) => {
    expect(await candidatesOf(path, text)).toEqual([]);
  });
});
