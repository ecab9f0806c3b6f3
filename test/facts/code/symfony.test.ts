import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, factsOf, linkedScopes, scopesOf } from "../read-code.ts";

const CONTROLLER = `<?php
namespace App\\Controller;

use App\\Entity\\Invoice;
use Symfony\\Component\\HttpFoundation\\Request;
use Symfony\\Component\\HttpFoundation\\Response;
use Symfony\\Component\\Routing\\Attribute\\Route;

#[Route('/invoices')]
#[IsGranted('ROLE_USER')]
final class InvoiceController extends AbstractController
{
    #[Route('/{id}', name: 'show', methods: ['GET'])]
    public function show(Invoice $invoice): Response { return $this->render('show.html.twig'); }

    #[Route(path: '/search')]
    public function search(Request $request): Response
    {
        $this->connection->executeQuery("SELECT * FROM invoice WHERE name = '" . $request->query->get('name') . "'");
        return new Response('Found ' . $request->query->get('name'));
    }

    #[Route('/{id}/delete', methods: [Request::METHOD_POST])]
    #[IsGranted('ROLE_ADMIN')]
    public function delete(int $id, string $reason): Response
    {
        $this->denyAccessUnlessGranted('DELETE');
        exec("log $id");
        exec("log $reason");
        return new Response('Gone');
    }
}
`;
const PATH = "src/Controller/InvoiceController.php";

describe("a Symfony controller", () => {
  it("has an entry point for every route attribute, below the one of its class", () => {
    const names = scopesOf(CONTROLLER, PATH).map(({ name }) => name);
    expect(names).toEqual(["GET /invoices/{id}", "ANY /invoices/search", "POST /invoices/{id}/delete"]);
  });

  it("is guarded by the attributes of its class and its methods, and by what it calls first", () => {
    expect(effectiveControls(factsOf(CONTROLLER, PATH, "GET /invoices/{id}"))).toEqual(["authn", "authz"]);
    const open = CONTROLLER.replaceAll(/#\[IsGranted.*\n/gu, "");
    expect(effectiveControls(factsOf(open, PATH, "GET /invoices/{id}"))).toEqual([]);
    expect(effectiveControls(factsOf(open, PATH, "POST /invoices/{id}/delete"))).toEqual(["authn", "authz"]);
  });

  it.each(["$this->currentUser", "CurrentUser::getCurrentUser($this->configuration)"])(
    "asks who is signed in, and not what they may do, of %s",
    (user) => {
      const guard = `$user = ${user};\n        if (!$user->isLoggedIn()) {\n            return $this->redirect('/');\n        }`;
      const code = CONTROLLER.replaceAll(/#\[IsGranted.*\n/gu, "").replace(
        "$this->denyAccessUnlessGranted('DELETE');",
        guard,
      );
      expect(effectiveControls(factsOf(code, PATH, "POST /invoices/{id}/delete"))).toEqual(["authn"]);
    },
  );

  it("gets its request and the values of its path", () => {
    const search = factsOf(CONTROLLER, PATH, "ANY /invoices/search");
    expect(attributesOf(search, "sink/sql")).toMatchObject({ tainted: true, source: "request.query.name" });
    expect(attributesOf(search, "sink/html")).toMatchObject({ tainted: true });
    const commands = factsOf(CONTROLLER, PATH, "POST /invoices/{id}/delete").filter(({ name }) => name === "command");
    expect(commands.map(({ attributes }) => attributes.tainted)).toEqual([false, true]);
  });

  it("is given the record that the path names", () => {
    const record = attributesOf(factsOf(CONTROLLER, PATH, "GET /invoices/{id}"), "data_store/record");
    expect(record).toMatchObject({ keyed_by: "request", operation: "read", collection: "invoice" });
  });

  it("may be guarded by rules that no code shows", () => {
    expect(scopesOf(CONTROLLER, PATH)[0]?.blindSpot).toContain("security configuration");
  });

  it("is followed into the class of another file, found by its namespace", async () => {
    const scopes = await linkedScopes({
      [PATH]: CONTROLLER.replace("exec(", "\\App\\Shell\\Runner::run($reason); exec(")
        .replace("use App\\Entity\\Invoice;", "use App\\Entity\\Invoice;\nuse App\\Shell\\Runner;")
        .replace("\\App\\Shell\\Runner::run", "Runner::run"),
      "lib/Other/Runner.php": "<?php\nclass Runner { public static function run($x) { eval($x); } }",
      "src/Shell/Runner.php": "<?php\nclass Runner { public static function run($x) { passthru('run ' . $x); } }",
    });
    const found = scopes.find(({ name }) => name === "POST /invoices/{id}/delete");
    expect(found?.facts.map(({ attributes }) => attributes.callee)).toContain("passthru");
    expect(found?.facts.map(({ name }) => name)).not.toContain("eval");
  });
});
