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

const action = (body: string) => `<?php
namespace App\\Controller;

use Symfony\\Component\\HttpFoundation\\Request;
use Symfony\\Component\\Routing\\Attribute\\Route;
final class NoteController extends AbstractController
{
    #[Route('/notes', methods: ['POST'])]
    public function save(Request $request): Response
    {
        ${body}
        return $this->json([]);
    }
}
`;
const factsIn = (body: string) => factsOf(action(body), "src/Controller/NoteController.php", "POST /notes");
const read = (method: string) =>
  attributesOf(factsIn(`file_get_contents($request->files->get('a')->${method}());`), "sink/file");
const run = (test: string) =>
  attributesOf(
    factsIn(`$mode = $request->get('mode');\nif (${test}) { return null; }\nexec("run $mode");`),
    "sink/command",
  );

describe("what a Symfony action knows of who calls it", () => {
  it.each([
    ["$this->userIsAuthenticated();", ["authn"]],
    ["$this->userMustBeLoggedIn();", ["authn"]],
    ["$known = $this->userIsAuthenticated();", []],
    ["$other->userIsAuthenticated();", []],
  ])("is told by a call that can only refuse: %s", (body, controls) => {
    expect(effectiveControls(factsIn(body))).toEqual(controls);
  });

  it.each([
    ["$this->notes->deleteById($request->get('id'), $this->currentUser->getUserId());", true],
    ["$notes = new NoteStore($this->database, $this->currentUser);\n$notes->delete($request->get('id'));", true],
    [
      "$sql = sprintf('DELETE FROM notes WHERE id = %d AND recipient_id = %d', $request->get('id'), $this->currentUser->getUserId());\n$this->db->query($sql);",
      true,
    ],
    ["$sql = sprintf('DELETE FROM notes WHERE id = %d', $request->get('id'));\n$this->db->query($sql);", false],
    ["$notes = new NoteStore($this->database);\n$notes->delete($request->get('id'));", false],
  ])("holds a record to them: %s", (body, scoped) => {
    expect(attributesOf(factsIn(body), "data_store/record")).toMatchObject({
      operation: "delete",
      keyed_by: "request",
      scoped_to_user: scoped,
    });
  });

  it("searches records by a piece of text without asking for one of them", () => {
    const body = "$this->db->query(sprintf(\"SELECT name FROM users WHERE name LIKE '%s'\", $request->get('q')));";
    expect(attributesOf(factsIn(body), "data_store/record")).toMatchObject({ operation: "list" });
    const keyed = body.replace("WHERE", "WHERE id = 5 AND");
    expect(attributesOf(factsIn(keyed), "data_store/record")).toMatchObject({ operation: "read" });
  });

  it("does not choose where the server has put what was sent", () => {
    expect(read("getPathname")).toMatchObject({ tainted: false });
    expect(read("getClientOriginalName")).toMatchObject({ tainted: true });
  });

  it("lets a check against fixed names hold, whichever stands first", () => {
    expect(run("self::USER !== $mode && self::GROUP !== $mode")).toMatchObject({ tainted: false });
    expect(run("$mode !== 'user' && $mode !== 'group'")).toMatchObject({ tainted: false });
    expect(run("$mode !== 'user' && $other !== 'group'")).toMatchObject({ tainted: true });
  });

  it("may answer with what it was sent without storing it", () => {
    const body = "return new JsonResponse($request->request->all());";
    expect(attributesOf(factsIn(body), "sink/mass_assignment")).toBeNull();
  });
});
