import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/domain/fact.ts";
import { attributesOf, effectiveControls, linkedScopes, scopesOf, select } from "../read-code.ts";

function routesOf(text: string, path = "src/main/kotlin/com/acme/Invoices.kt"): readonly Scope[] {
  return scopesOf(text, path).filter(({ entryPoint }) => entryPoint !== null);
}

const SPRING = `package com.acme
import org.springframework.web.bind.annotation.*

@RestController
@RequestMapping("/invoices")
class InvoiceController(private val invoices: InvoiceRepository, private val jdbc: JdbcTemplate) {
`;

describe("Spring in Kotlin", () => {
  it.each([
    ['@GetMapping("/{id}") fun show(@PathVariable id: String): Invoice = run(id)', "GET /invoices/{id}", []],
    [
      "@PreAuthorize(\"hasRole('ADMIN')\") @PostMapping fun make(@RequestBody body: Dto) { run(body) }",
      "POST /invoices",
      ["authn", "authz"],
    ],
  ])("%s is %s, guarded by %s", (member, name, controls) => {
    const [scope] = routesOf(`${SPRING} ${member} }`);
    expect(scope?.name).toBe(name);
    expect(effectiveControls(scope?.facts ?? [])).toEqual(controls);
  });

  it.each([
    ["@RequestParam q: String", "$q", true],
    ["@RequestParam q: String?", "${q.trim()}", true],
    ["@RequestParam q: Int", "$q", false],
    ["@PathVariable q: UUID", "$q", false],
  ])("gives %s, of which %s is input: %s", (parameter, value, isInput) => {
    const [scope] = routesOf(`${SPRING} @GetMapping fun list(${parameter}): List<Invoice> {
      return jdbc.query("SELECT * FROM invoices WHERE name = '${value}'", mapper) } }`);
    expect(select(scope?.facts ?? [], "sink/sql").map(({ attributes }) => attributes.tainted)).toEqual([isInput]);
  });

  it("reads records through what the constructor is given", () => {
    const [scope] = routesOf(
      `${SPRING} @GetMapping("/{id}") fun show(@PathVariable id: Long) = invoices.findById(id).orElseThrow() }`,
    );
    expect(attributesOf(scope?.facts ?? [], "data_store/record")).toMatchObject({
      operation: "read",
      keyed_by: "request",
    });
  });

  it("follows a service that is written in Java", async () => {
    const scopes = await linkedScopes({
      "src/main/kotlin/com/acme/Invoices.kt": `${SPRING.replace("InvoiceRepository", "InvoiceService")}
@GetMapping("/{id}") fun show(@PathVariable id: String) = invoices.load(id) }`,
      "src/main/java/com/acme/InvoiceService.java": `package com.acme;
class InvoiceService { private JdbcTemplate jdbc; Invoice load(String id) { return jdbc.queryForObject("SELECT * FROM invoices WHERE id = " + id, mapper); } }`,
    });
    const scope = scopes.find(({ name }) => name === "GET /invoices/{id}");
    expect(attributesOf(scope?.facts ?? [], "sink/sql")).toMatchObject({ tainted: true });
  });
});

const app = (routes: string) =>
  routesOf(`import io.ktor.server.application.*
import io.ktor.server.routing.*
fun Application.module() { routing { ${routes} } }`);

describe("routes of Ktor", () => {
  it.each([
    ['get("/y") { call.respondText("x") }', "GET /y", []],
    ['authenticate("jwt") { get("/y/{id}") { call.respondText("x") } }', "GET /y/{id}", ["authn"]],
    ['authenticate { route("/admin") { delete("/{id}") { drop() } } }', "DELETE /admin/{id}", ["authn"]],
    ['route("/a") { route("/b") { post { call.respond(1) } } }', "POST /a/b", []],
  ])("%s is %s, guarded by %s", (routes, name, controls) => {
    const [scope] = app(routes);
    expect(scope?.name).toBe(name);
    expect(effectiveControls(scope?.facts ?? [])).toEqual(controls);
    expect(scope?.blindSpot).toBeNull();
  });

  it("are open where the block that mounts them is elsewhere", () => {
    const [scope] = routesOf(`import io.ktor.server.routing.*
fun Route.invoices() { get("/invoices") { call.respond(list()) } }`);
    expect(scope?.name).toBe("GET /invoices");
    expect(scope?.blindSpot).not.toBeNull();
  });

  it.each([
    ['val q = call.parameters["q"]; jdbc.query("SELECT * FROM x WHERE y = $q")', "sink/sql"],
    ['val q = call.request.queryParameters["q"]; File("/data", q).readText(); FileInputStream(q)', "sink/file"],
    ["val q = call.receiveText(); ProcessBuilder(q).start()", "sink/command"],
    ['call.respondRedirect(call.parameters["to"]!!)', "sink/redirect"],
  ])("take input in %s", (statements, wanted) => {
    const [scope] = app(`get("/x") { ${statements} }`);
    expect(select(scope?.facts ?? [], wanted).map(({ attributes }) => attributes.tainted)).toContain(true);
  });
});
