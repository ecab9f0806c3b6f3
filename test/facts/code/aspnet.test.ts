import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, linkedScopes } from "../read-code.ts";

const PATH = "src/Shop/Controllers/InvoicesController.cs";

async function scopesOfClass(attributes: string, body: string, others: Readonly<Record<string, string>> = {}) {
  const text = `namespace Shop;\n${attributes}\npublic class InvoicesController : ControllerBase\n{\n${body}\n}\n`;
  return linkedScopes({ [PATH]: text, ...others });
}

async function factsOfAction(attributes: string, body: string) {
  const scopes = await scopesOfClass(attributes, body);
  return scopes.find(({ entryPoint }) => entryPoint !== null)?.facts ?? [];
}

function part(rest: string): string {
  return `public partial class InvoicesController : ControllerBase {${rest}}`;
}

async function sink(statement: string, name: string) {
  const body = `[HttpGet("{id}")]\npublic IActionResult Get(int id, string name, Filter filter)\n{\n${statement}\n}`;
  return attributesOf(await factsOfAction("", body), `sink/${name}`);
}

describe("an ASP.NET controller", () => {
  it("demands what the type of an attribute says", async () => {
    const facts = await factsOfAction(
      "",
      '[HttpPut("{id}")]\n[Authorize<ManageUsers>]\npublic IActionResult Put(int id) {}',
    );
    expect(effectiveControls(facts)).toEqual(["authn", "authz"]);
  });

  it.each([
    ['[Route("api/[controller]")]', '[HttpGet("{id}")]', "GET /api/invoices/{id}"],
    ['[Route("api/invoices")]', "[HttpPost]", "POST /api/invoices"],
    ["", '[HttpDelete("invoices/{id}")]', "DELETE /invoices/{id}"],
    ['[Route("api")]', '[HttpGet("/health")]', "GET /health"],
    ['[Route("[controller]/[action]")]', "", "action /invoices/get"],
    ["", "", "action Invoices#Get"],
  ])("gives actions their address: %s %s", async (above, attribute, name) => {
    const scopes = await scopesOfClass(above, `${attribute}\npublic IActionResult Get(int id) { return Ok(); }`);
    expect(scopes[0]?.entryPoint?.name.toLowerCase()).toBe(name.toLowerCase());
  });

  it.each([
    ["private IActionResult Get() { return Ok(); }"],
    ["public static string Get() { return null; }"],
    ["[NonAction]\npublic IActionResult Get() { return Ok(); }"],
    ["public InvoicesController(IStore store) { }"],
  ])("has no action for %j", async (body) => {
    const scopes = await scopesOfClass("", body);
    expect(scopes.filter(({ entryPoint }) => entryPoint !== null)).toEqual([]);
  });

  it.each([
    ["[Authorize]", "", ["authn"]],
    ['[Authorize(Roles = "Admin")]', "", ["authn", "authz"]],
    ['[Authorize(Policy = "Owners")]', "", ["authn", "authz"]],
    ["", "[Authorize]", ["authn"]],
    ["[Authorize]", "[AllowAnonymous]", []],
    ["", "[ValidateAntiForgeryToken]", ["csrf"]],
    ["[ApiController]", "[HttpGet]", []],
    ["", '[RequirePermission("invoices:read")]', ["authn", "authz"]],
  ])("is guarded by attributes: %s %s", async (above, attribute, controls) => {
    const facts = await factsOfAction(above, `${attribute}\npublic IActionResult Get() { return Ok(); }`);
    expect(effectiveControls(facts)).toEqual(controls);
  });

  it("inherits the attributes of a base class in another file", async () => {
    const scopes = await linkedScopes({
      [PATH]: "public class InvoicesController : AppController { public IActionResult Get() { return Ok(); } }",
      "src/Shop/Controllers/AppController.cs": "[Authorize]\npublic abstract class AppController : ControllerBase { }",
    });
    expect(effectiveControls(scopes[0]?.facts ?? [])).toEqual(["authn"]);
  });

  it("has the attributes of its other parts", async () => {
    const [scope] = await linkedScopes({
      [PATH]: part("public IActionResult Get() { return Ok(); }"),
      "src/Shop/Controllers/InvoicesController.Pay.cs": part("public IActionResult Pay() { return Ok(); }"),
      "src/Shop/Controllers/InvoicesController.Base.cs": `[Authorize]\n${part("")}`,
    });
    expect(effectiveControls(scope?.facts ?? [])).toEqual(["authn"]);
  });

  it("is only partly known when its other parts are out of view", async () => {
    const text =
      "public partial class InvoicesController : ControllerBase { public IActionResult Get() { return Ok(); } }";
    const [scope] = await linkedScopes({ [PATH]: text });
    expect(scope?.blindSpot).toBe("Guards that this class inherits were not in view.");
  });

  it("may be guarded by what the application adds for all", async () => {
    const [scope] = await scopesOfClass("", "public IActionResult Get() { return Ok(); }");
    expect(scope?.blindSpot).toContain("for all controllers");
  });

  it.each([
    ['if (invoice.OwnerId != User.FindFirst("sub")?.Value) return Forbid();', ["ownership"]],
    ["if (!User.Identity.IsAuthenticated) return Unauthorized();", ["authn"]],
    ['if (!User.IsInRole("Admin")) { return Forbid(); }', ["authz"]],
    ["if (invoice == null) return NotFound();", []],
  ])("is guarded by what an action checks: %s", async (check, controls) => {
    const facts = await factsOfAction("", `public IActionResult Get(int id)\n{\n${check}\nreturn Ok();\n}`);
    expect(effectiveControls(facts)).toEqual(controls);
  });
});

describe("input in ASP.NET", () => {
  it.each([
    ['Process.Start("cmd", $"/c {name}");', "command"],
    ["var rows = _db.Invoices.FromSqlRaw($\"SELECT * FROM Invoices WHERE Name = '{name}'\");", "sql"],
    ['var command = new SqlCommand("SELECT * FROM Invoices WHERE Name = \'" + name + "\'", connection);', "sql"],
    ["var rows = connection.Query<Row>($\"SELECT * FROM Invoices WHERE Name = '{filter.Name}'\");", "sql"],
    ["return Redirect(name);", "redirect"],
    ["var text = File.ReadAllText(Path.Combine(root, name));", "file"],
    ["var page = await _httpClient.GetAsync(name);", "outbound_http"],
    ["var value = new BinaryFormatter().Deserialize(stream);", "deserialization"],
    ["return View(Html.Raw(name));", "html"],
  ])("%j reaches %s", async (statement, name) => {
    const attributes = await sink(statement, name);
    expect(attributes).not.toBeNull();
    if (name !== "deserialization") expect(attributes).toMatchObject({ tainted: true });
  });

  it.each([
    ['var rows = _db.Invoices.FromSqlInterpolated($"SELECT * FROM Invoices WHERE Name = {name}");', "sql"],
    ['var rows = _db.Invoices.FromSqlRaw("SELECT * FROM Invoices WHERE Name = {0}", name);', "sql"],
    ["return LocalRedirect(name);", "redirect"],
    ["if (Url.IsLocalUrl(name)) return Redirect(name);", "redirect"],
    ['return Redirect($"/invoices/{id}");', "redirect"],
    ['return RedirectToAction("Show", new { id });', "redirect"],
    ["var text = File.ReadAllText(Path.Combine(root, Path.GetFileName(name)));", "file"],
    ['Process.Start("cmd", id.ToString());', "command"],
  ])("%j does not reach %s", async (statement, name) => {
    const attributes = await sink(statement, name);
    expect(attributes?.tainted ?? false).toBe(false);
  });

  it.each([
    ["_db.Invoices.FindAsync(id)", false],
    ["_context.Invoices.FirstOrDefaultAsync(i => i.Id == id)", false],
    ['_context.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.UserId == User.FindFirstValue("sub"))', true],
  ])("chooses a record: %s", async (query, scoped) => {
    const body = `public async Task<IActionResult> Get(int id)\n{\nvar invoice = await ${query};\nreturn Ok(invoice);\n}`;
    expect(attributesOf(await factsOfAction("", body), "data_store/record")).toMatchObject({
      operation: "read",
      keyed_by: "request",
      scoped_to_user: scoped,
    });
  });
});

describe("settings in C#", () => {
  it.each([
    ["var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (a, b, c, d) => true };"],
    [
      "handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;",
    ],
  ])("%j accepts any certificate", async (statement) => {
    const facts = await factsOfAction("", `public IActionResult Get()\n{\n${statement}\nreturn Ok();\n}`);
    expect(attributesOf(facts, "control/tls")).toMatchObject({ effective: false });
  });
});
