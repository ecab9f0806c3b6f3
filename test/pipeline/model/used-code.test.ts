import { describe, expect, it } from "vitest";
import { relatedCode, sharedNames } from "../../../src/pipeline/model/used-code.ts";
import { buildChange } from "../../builders/change-set.ts";

function related(change: string, unchanged: string, base = "") {
  const names = sharedNames(buildChange({ files: { "src/a.ts": { base, head: change } } }));
  const lines = unchanged.split("\n");
  const found = relatedCode(lines, names);
  const ranges = found && [...found.callees, ...found.callers];
  return ranges?.map(({ from, to }) => lines.slice(from, to + 1).join("\n")) ?? null;
}

describe("relatedCode", () => {
  it.each([
    ["export async function loadInvoice(id) {\n  return db.find(id);\n}", "loadInvoice(request.params.id);"],
    ["func (a *Api) withID(ctx *gin.Context) {\n\tctx.Abort()\n}", "a.withID(ctx)"],
    ["  def authorize_access!\n    raise_404\n  end", "authorize_access! if admin?"],
    ["def load_user(request):\n    return find(request)\n", "load_user(request)"],
    ["    public function checkToken(string $name): bool {\n        return true;\n    }", "$this->checkToken($name);"],
    ["pub(crate) async fn read_body(req: Request) -> Body {\n    todo!()\n}", "read_body(req).await"],
    ["    private static String render(Page page) {\n        return page.html();\n    }", "render(page)"],
    ["const requireUser = (request) => {\n  throw new Error();\n};", "app.get('/x', requireUser, handler)"],
  ])("shows the whole of what the change calls: %s", (definition, call) => {
    const unchanged = `${definition}\n\nclass Unrelated {}\n`;
    expect(related(call, unchanged)).toEqual([definition.trimEnd()]);
  });

  it("shows the lines that call what was changed", () => {
    const base = "export function removeImage(id) {\n  return 1;\n}\n";
    const shown = related(
      base.replace("1", "2"),
      "function other() {}\n\n\n\n\nrouter.delete('/', removeImage);\n",
      base,
    );
    expect(shown).toEqual(["\n\n\nrouter.delete('/', removeImage);\n"]);
  });

  it("shows nothing of code that has to do with neither", () => {
    expect(related("loadInvoice(1);", "export function health() {\n  return 'ok';\n}\n")).toEqual([]);
  });

  it("says of a file that defines nothing that it is something else", () => {
    expect(related("loadInvoice(1);", "services:\n  web:\n    image: a\n")).toBeNull();
  });

  it("stops at forty lines, and leaves lines alone that nobody reads", () => {
    const long = `function loadInvoice() {\n${"  step();\n".repeat(90)}}\n`;
    expect(related("loadInvoice(1);", long)?.[0]?.split("\n")).toHaveLength(41);
    expect(related("loadInvoice(1);", `function loadInvoice() { ${"x".repeat(500)} }`)).toBeNull();
  });
});
