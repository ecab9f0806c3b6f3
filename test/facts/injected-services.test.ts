import { describe, expect, it } from "vitest";
import { linkedScopes, select } from "./read-code.ts";

const QUERY = "return this.database.query(`SELECT * FROM invoices WHERE id = ${id}`);";

const APP = `import express from "express";
import { InvoiceController } from "./invoice-controller.ts";
const app = express();
const controller = new InvoiceController(service);
app.get("/invoices/:id", requireAuth, controller.show);`;

/** Paths of the SQL that the request reaches. */
async function reached(files: Readonly<Record<string, string>>, name = "GET /invoices/:id"): Promise<string[]> {
  const scopes = await linkedScopes(files);
  const route = scopes.find((scope) => scope.name === name);
  return select(route?.facts ?? [], "sink/sql")
    .filter(({ attributes }) => attributes.tainted === true)
    .map(({ path }) => path);
}

function typescript(
  members: string,
  imports: string,
  service = `export class InvoiceService { find(id: string) { ${QUERY} } }`,
) {
  return reached({
    "src/app.ts": APP,
    "src/invoice-controller.ts": `${imports}\nexport class InvoiceController { ${members} }`,
    "src/invoices/invoice-service.ts": service,
  });
}

const SHOW = "show(req, res) { res.json(this.invoices.find(req.params.id)); }";
const IMPORT = 'import { InvoiceService } from "./invoices/invoice-service.ts";';

describe("services that a class of C# takes in its head", () => {
  it("are followed", async () => {
    const scopes = await linkedScopes({
      "Shop/Controllers/InvoicesController.cs": `[Route("shops/{shopId}")]
[Authorize]
public class InvoicesController(ICurrentContext current, IInvoiceService invoices, IShopRepository shops) : Controller
{
    [HttpGet("invoices/{invoiceId}")]
    public async Task<IResult> Show([FromRoute] Guid shopId, string invoiceId)
    {
        var shop = await Checked(shopId);
        return Results.Ok(await invoices.Report(invoiceId));
    }

    private async Task<Shop> Checked(Guid shopId)
    {
        if (!current.ShopAdmin(shopId)) return Results.Unauthorized();
        return await shops.GetByIdAsync(shopId);
    }
}
`,
      "Shop/InvoiceService.cs": `public class InvoiceService(IInvoiceRepository repository) : IInvoiceService
{
    public async Task<byte[]> Report(string invoiceId) { return await repository.GetByInvoiceId(invoiceId); }
}
`,
    });
    const facts = scopes.find(({ entryPoint }) => entryPoint !== null)?.facts ?? [];
    const keys = select(facts, "data_store/record").map(({ attributes }) => attributes.key);
    expect(keys).toEqual(["shopId", "invoiceId"]);
  });
});

describe("services that a class is given", () => {
  it.each([
    ["by its constructor", `constructor(private readonly invoices: InvoiceService) {} ${SHOW}`, IMPORT],
    ["by a typed field", `@Inject() private readonly invoices!: InvoiceService; ${SHOW}`, IMPORT],
    ["by a field that holds a new one", `invoices = new InvoiceService(); ${SHOW}`, IMPORT],
    [
      "from a package of the project",
      `constructor(private readonly invoices: InvoiceService) {} ${SHOW}`,
      'import { InvoiceService } from "@acme/invoices";',
    ],
    [
      "from the root of the sources",
      `constructor(private readonly invoices: InvoiceService) {} ${SHOW}`,
      'import { InvoiceService } from "src/invoices/invoice-service";',
    ],
    [
      "as a typed variable",
      "show(req, res) { const invoices: InvoiceService = locate(); res.json(invoices.find(req.params.id)); }",
      IMPORT,
    ],
  ])("are followed when they come %s", async (_how, members, imports) => {
    await expect(typescript(members, imports)).resolves.toEqual(["src/invoices/invoice-service.ts"]);
  });

  it.each([
    ["of a type that another package defines", 'import { InvoiceService } from "invoicing";'],
    ["of a type that is not imported", ""],
  ])("are not followed when they are %s", async (_how, imports) => {
    const members = `constructor(private readonly invoices: InvoiceService) {} ${SHOW}`;
    await expect(typescript(members, imports)).resolves.toEqual([]);
  });

  it("are followed into what they inherit and into the only class that implements them", async () => {
    const members = `constructor(private readonly invoices: InvoiceService) {} ${SHOW}`;
    const inherited = `class Base { find(id: string) { ${QUERY} } } export class InvoiceService extends Base {}`;
    const implemented = `export abstract class InvoiceService {} class Stored extends InvoiceService { find(id: string) { ${QUERY} } }`;
    await expect(typescript(members, IMPORT, inherited)).resolves.toEqual(["src/invoices/invoice-service.ts"]);
    await expect(typescript(members, IMPORT, implemented)).resolves.toEqual(["src/invoices/invoice-service.ts"]);
  });

  it("are left alone when two classes may stand behind them", async () => {
    const one = `find(id: string) { ${QUERY} }`;
    const service = `export abstract class InvoiceService {} class A extends InvoiceService { ${one} } class B extends InvoiceService { ${one} }`;
    const members = `constructor(private readonly invoices: InvoiceService) {} ${SHOW}`;
    await expect(typescript(members, IMPORT, service)).resolves.toEqual([]);
  });

  it("are followed from one to the next in Python", async () => {
    const paths = await reached(
      {
        "shop/app.py": `from flask import Flask, request
from shop.service import InvoiceService
app = Flask(__name__)
service = InvoiceService()
@app.route("/invoices/<invoice_id>")
def show(invoice_id):
    return service.find(invoice_id)
`,
        "shop/service.py": `from shop.repository import InvoiceRepository
class InvoiceService:
    def __init__(self, invoices: InvoiceRepository):
        self.invoices = invoices
    def find(self, invoice_id):
        return self.invoices.load(invoice_id)
`,
        "shop/repository.py": `class InvoiceRepository:
    def load(self, invoice_id):
        return self.db.execute("SELECT * FROM invoices WHERE id = " + invoice_id)
`,
      },
      "GET /invoices/<invoice_id>",
    );
    expect(paths).toEqual(["shop/repository.py"]);
  });

  it("are followed by their name alone in languages whose names need no import", async () => {
    const files = {
      "src/show.php": `<?php $service = new InvoiceService(); $service->find($_GET["id"]);`,
      "src/InvoiceService.php": `<?php class InvoiceService {
  public function __construct(private PDO $database) {}
  public function find($id) { return $this->database->query("SELECT * FROM invoices WHERE id = " . $id); }
}`,
    };
    const scopes = await linkedScopes(files);
    const paths = scopes.flatMap(({ entryPoint, facts }) =>
      entryPoint === null ? [] : select(facts, "sink/sql").map(({ path }) => path),
    );
    expect(paths).toEqual(["src/InvoiceService.php"]);
  });
});
