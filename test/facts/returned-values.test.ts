import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/domain/fact.ts";
import { attributesOf, linkedScopes } from "./read-code.ts";

/** Facts of a handler whose helpers stand in another file of the same package. */
async function go(handler: string, helpers: string): Promise<readonly Fact[]> {
  const scopes = await linkedScopes({
    "web/invoices.go": `package web
import ("net/http"; "os"; "path/filepath"; "strconv"; "github.com/gin-gonic/gin")
func (a *App) Show(c *gin.Context) {
${handler}
}`,
    "web/helpers.go": `package web
import ("errors"; "path/filepath"; "strconv"; "strings"; "github.com/gin-gonic/gin")
${helpers}`,
  });
  return scopes.find((scope) => scope.name === "App.Show")?.facts ?? [];
}

const HELPERS = `
func getName(c *gin.Context) string { return c.Param("name") }
func getID(c *gin.Context) int { id, _ := strconv.Atoi(c.Param("id")); return id }
func namedResult(c *gin.Context) (name string, err error) {
	if c.Query("kind") == "" {
		return "", errors.New("kind")
	}
	name = c.Query("name")
	return
}
func below(root, name string) (string, error) {
	full := filepath.Join(root, name)
	if !strings.HasPrefix(full, root+"/") {
		return "", errors.New("outside")
	}
	return full, nil
}
func joined(root, name string) (string, error) {
	if name == "" {
		return "", errors.New("empty")
	}
	return filepath.Join(root, name), nil
}
func sanitizeName(name string) string { return strings.ReplaceAll(name, "..", "") }
func fixed(c *gin.Context) string { return "a" }`;

describe("what a helper of another file gives back", () => {
  it.each([
    'name := getName(c)\n os.ReadFile(filepath.Join("/data", name))',
    'name, err := namedResult(c)\n if err != nil { return }\n os.ReadFile(filepath.Join("/data", name))',
    'full, err := joined("/data", c.Param("name"))\n if err != nil { return }\n os.ReadFile(full)',
  ])("is what the caller chose: %s", async (handler) => {
    const facts = await go(handler, HELPERS);
    expect(attributesOf(facts, "sink/file")).toMatchObject({ tainted: true });
  });

  it.each([
    'full, err := below("/data", c.Param("name"))\n if err != nil { return }\n os.ReadFile(full)',
    'os.ReadFile(sanitizeName(c.Param("name")))',
    "os.ReadFile(fixed(c))",
    'os.ReadFile(filepath.Join("/data", strconv.Itoa(getID(c))))',
  ])("is harmless where the helper makes it so: %s", async (handler) => {
    expect(attributesOf(await go(handler, HELPERS), "sink/file")).toBeNull();
  });

  it("names the record that the request asks for", async () => {
    const facts = await go("out, err := a.db.GetInvoice(getID(c))\n c.JSON(200, out)", HELPERS);
    expect(attributesOf(facts, "data_store/record")).toMatchObject({ keyed_by: "request" });
  });

  it("is the name of an entry of an archive, wherever the archive comes from", async () => {
    const scopes = await linkedScopes({
      "shop/app.py": `import zipfile
from flask import Flask
from shop.names import place
app = Flask(__name__)
@app.post("/restore")
def restore():
    with zipfile.ZipFile("/tmp/a.zip") as archive:
        for entry in archive.infolist():
            target = place(entry.filename)
            with open(target, "wb") as out:
                out.write(archive.read(entry))
`,
      "shop/names.py": 'def place(name):\n    return "/data/" + name\n',
    });
    const facts = scopes.find((scope) => scope.name === "POST /restore")?.facts ?? [];
    expect(attributesOf(facts, "sink/archive")).toMatchObject({ source: "the archive" });
  });

  it("is followed in other languages as well", async () => {
    const scopes = await linkedScopes({
      "src/app.ts": `import express from "express"; import fs from "fs"; import { nameOf } from "./names.ts";
const app = express();
app.get("/files", (req, res) => { const name = nameOf(req.query); fs.readFile("/data/" + name, done); });`,
      "src/names.ts": "export function nameOf(query) { return query.name; }",
    });
    const facts = scopes.find((scope) => scope.name === "GET /files")?.facts ?? [];
    expect(attributesOf(facts, "sink/file")).toMatchObject({ tainted: true, source: "req.query.name" });
  });
});

const branched = (body: string) => go(`names := c.QueryArray("names")\n${body}`, HELPERS);

describe("a variable that gets another value inside a branch", () => {
  it("holds that value there", async () => {
    const facts = await branched("for _, name := range names {\n name = filepath.Base(name)\n os.ReadFile(name)\n }");
    expect(attributesOf(facts, "sink/file")).toBeNull();
  });

  it("is checked by what skips it", async () => {
    const facts = await branched('for _, name := range names {\n if name != "a" { continue }\n os.ReadFile(name)\n }');
    expect(attributesOf(facts, "sink/file")).toBeNull();
  });

  it("may hold the value from before behind it", async () => {
    const facts = await branched('name := c.Query("x")\n if len(names) > 0 {\n name = "a"\n }\n os.ReadFile(name)');
    expect(attributesOf(facts, "sink/file")).toMatchObject({ tainted: true });
  });
});

describe("a record", () => {
  it.each([
    'input := Form{Name: c.Query("name")}\n os.ReadFile(input.Name)',
    'input := Form{}\n input.Name = c.Query("name")\n os.ReadFile(input.Name)',
    'var input Form\n c.BindJSON(&input)\n input.Kind = "a"\n os.ReadFile(input.Name)',
    'var input Form\n c.BindJSON(&input)\n if input.Kind != "a" { return }\n os.ReadFile(input.Name)',
    "var input Form\n c.BindJSON(&input)\n for _, one := range input.Items {\n os.ReadFile(one.Name)\n }",
  ])("carries what its field was given: %s", async (handler) => {
    expect(attributesOf(await go(handler, HELPERS), "sink/file")).toMatchObject({ tainted: true });
  });

  it.each([
    'input := Form{Name: c.Query("name"), Path: "/data"}\n os.ReadFile(input.Path)',
    "var input Form\n c.BindJSON(&input)\n input.Name = filepath.Base(input.Name)\n os.ReadFile(input.Name)",
    'var input Form\n c.BindJSON(&input)\n if input.Name != "a" { return }\n os.ReadFile(input.Name)',
  ])("says nothing of its other fields: %s", async (handler) => {
    expect(attributesOf(await go(handler, HELPERS), "sink/file")).toBeNull();
  });

  it("names the record that the request asks for", async () => {
    const facts = await go('out, err := a.Store.GetInvoice(ctx, &Find{ID: c.Param("id")})\n c.JSON(200, out)', HELPERS);
    expect(attributesOf(facts, "data_store/record")).toMatchObject({ keyed_by: "request", scoped_to_user: false });
  });

  it("belongs to who is signed in where they are part of the key", async () => {
    const find = '&Find{ID: c.Param("id"), UserID: c.GetInt("user")}';
    const facts = await go(`out, err := a.Store.GetInvoice(ctx, ${find})\n c.JSON(200, out)`, HELPERS);
    expect(attributesOf(facts, "data_store/record")).toMatchObject({ scoped_to_user: true });
  });
});
