import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/domain/fact.ts";
import { attributesOf, effectiveControls, linkedScopes, scopesOf, select } from "../read-code.ts";

const PATH = "src/main/java/com/acme/billing/InvoiceController.java";

const IMPORTS = `package com.acme.billing;
import org.springframework.web.bind.annotation.*;
import org.springframework.security.access.prepost.PreAuthorize;
import com.acme.users.UserService;
`;

function routesOf(text: string): readonly Scope[] {
  return scopesOf(IMPORTS + text, PATH).filter(({ entryPoint }) => entryPoint !== null);
}

function route(member: string, above = ""): Scope {
  const [scope] = routesOf(`@RestController @RequestMapping("/invoices") ${above}
public class InvoiceController { private final InvoiceRepository invoices; private JdbcTemplate jdbc; private RestTemplate http; ${member} }`);
  if (!scope) throw new Error("There is no route.");
  return scope;
}

const handing = (call: string) =>
  `private BillingService billing; @PostMapping void make(@RequestBody Map<String, Object> body) { ${call}; }`;

const unguarded = (more: string) => `import org.springframework.security.config.annotation.web.builders.HttpSecurity;
class SecurityConfig { SecurityFilterChain chain(HttpSecurity http) { return http.csrf(AbstractHttpConfigurer::disable)${more}.build(); } }`;
const factsOfConfiguration = (text: string) =>
  scopesOf(text, "src/SecurityConfig.java").flatMap((scope) => scope.facts);

const config = (rules: string) => ({
  "src/main/java/com/acme/SecurityConfig.java": `package com.acme;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
@Configuration @EnableWebSecurity class SecurityConfig {
private static final String[] OPEN = { "/health", "/api/invoices/**" };
@Bean SecurityFilterChain chain(HttpSecurity http) throws Exception { ${rules} return http.build(); } }`,
});

describe("controllers of Spring", () => {
  it.each([
    ["@GetMapping public List<Invoice> list() { return null; }", "GET /invoices"],
    ['@GetMapping("/{id}") public Invoice show() { return null; }', "GET /invoices/{id}"],
    ['@PostMapping(path = "/bulk", consumes = "application/json") public void bulk() {}', "POST /invoices/bulk"],
    ['@RequestMapping(value = "/x", method = RequestMethod.DELETE) public void drop() {}', "DELETE /invoices/x"],
    ['@RequestMapping("/x") public void any() {}', "ANY /invoices/x"],
  ])("%s is %s", (member, name) => {
    expect(route(member).name).toBe(name);
  });

  it("are no clients that are declared with the same annotations", () => {
    expect(routesOf('@FeignClient("users") interface Users { @GetMapping("/users") List<User> all(); }')).toEqual([]);
  });

  it.each([
    ["@PreAuthorize(\"hasRole('ADMIN')\") @GetMapping void x() {}", "", ["authn", "authz"]],
    ['@PreAuthorize("isAuthenticated()") @GetMapping void x() {}', "", ["authn"]],
    ['@PreAuthorize("#name == authentication.name") @GetMapping void x() {}', "", ["authn", "ownership"]],
    ["@GetMapping void x() {}", '@Secured("ROLE_ADMIN")', ["authn", "authz"]],
    ['@PreAuthorize("permitAll()") @GetMapping void x() {}', '@Secured("ROLE_ADMIN")', []],
    ["@PermitAll @GetMapping void x() {}", '@RolesAllowed("admin")', []],
    ['@Operation(security = @SecurityRequirement(name = "bearerAuth")) @GetMapping void x() {}', "", []],
    ["@PostMapping void x(@Valid @RequestBody CreateInvoice invoice) {}", "", ["validation"]],
  ])("%s below %s is guarded by %s", (member, above, controls) => {
    expect(effectiveControls(route(member, above).facts)).toEqual(controls);
  });

  it.each([
    ["@RequestParam String q", "q", true],
    ['@PathVariable("id") final String id', "id", true],
    ["@RequestBody CreateInvoice body", "body.getName()", true],
    ["HttpServletRequest request", 'request.getParameter("q")', true],
    ['@RequestHeader("x") String x', "x", true],
    ["@PathVariable Long id", "id", false],
    ["@PathVariable UUID id", "id", false],
    ["@RequestParam Status status", "status", false],
    ["Principal principal", "principal.getName()", false],
    ["@AuthenticationPrincipal Account account", "account.getName()", false],
  ])("give %s, of which %s is input: %s", (parameter, value, isInput) => {
    const scope = route(
      `@GetMapping List<Invoice> list(${parameter}) { return jdbc.queryForList("SELECT * FROM invoices WHERE name = '" + ${value} + "'"); }`,
    );
    expect(select(scope.facts, "sink/sql").map(({ attributes }) => attributes.tainted)).toEqual([isInput]);
  });

  it("tell records by what their store is declared to be, and ask whose they are", () => {
    const read = route(
      "@GetMapping Invoice show(@PathVariable Long id) { return invoices.findById(id).orElseThrow(); }",
    );
    expect(attributesOf(read.facts, "data_store/record")).toMatchObject({ operation: "read", keyed_by: "request" });
    const own = route(
      "@GetMapping Invoice show(@PathVariable Long id, Principal principal) { return invoices.findByIdAndOwner(id, principal.getName()); }",
    );
    expect(effectiveControls(own.facts)).toEqual(["ownership"]);
    const service = route(
      "@GetMapping Invoice show(@PathVariable Long id, InvoiceService service) { return service.findById(id); }",
    );
    expect(select(service.facts, "data_store/record")).toEqual([]);
  });

  it("do not take a form whole when they hand it to a service or a constructor", () => {
    expect(select(route(handing("billing.create(body)")).facts, "sink/mass_assignment")).toEqual([]);
    expect(select(route(handing("use(new Invoice(body))")).facts, "sink/mass_assignment")).toEqual([]);
    expect(select(route(handing("invoices.save(body)")).facts, "sink/mass_assignment")).toHaveLength(1);
  });

  it.each([
    ['return "redirect:" + q;', "sink/redirect"],
    ["response.sendRedirect(q);", "sink/redirect"],
    ["http.getForObject(q, String.class);", "sink/outbound_http"],
    ["new URL(q).openStream();", "sink/outbound_http"],
    ['new ProcessBuilder("sh", "-c", q).start();', "sink/command"],
    ['Runtime.getRuntime().exec("ls " + q);', "sink/command"],
    ['Files.readString(Path.of("/data", q));', "sink/file"],
    ["Files.readString(root.resolve(q));", "sink/file"],
    ['new FileInputStream(new File("/data", q));', "sink/file"],
    ["new SpelExpressionParser().parseExpression(q);", "sink/eval"],
    ['String name = String.format("select * from x where y = %s", q); jdbc.query(name, mapper);', "sink/sql"],
    ["response.getWriter().write(q);", "sink/html"],
    ["new ObjectInputStream(new ByteArrayInputStream(q.getBytes())).readObject();", "sink/deserialization"],
  ])("lead input to %s, which is %s", (statement, wanted) => {
    const scope = route(`@GetMapping String x(@RequestParam String q, HttpServletResponse response) { ${statement} }`);
    expect(select(scope.facts, wanted).map(({ attributes }) => attributes.tainted)).toEqual([true]);
  });

  it("switch protections off by calls, unless what they serve makes it harmless", () => {
    expect(attributesOf(factsOfConfiguration(unguarded("")), "control/csrf")).toMatchObject({ effective: false });
    expect(
      select(
        factsOfConfiguration(
          unguarded(".sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))"),
        ),
        "control/csrf",
      ),
    ).toEqual([]);
  });
});

const CONTROLLER = `${IMPORTS}@RestController @RequestMapping("/api/invoices") public class InvoiceController {
private final InvoiceService invoices;
InvoiceController(InvoiceService invoices) { this.invoices = invoices; }
@GetMapping("/{id}") public Invoice show(@PathVariable String id) { return invoices.load(id); }
@DeleteMapping("/{id}") public void drop(@PathVariable String id) { invoices.drop(id); } }`;

const SERVICE = `package com.acme.billing;
public interface InvoiceService { Invoice load(String id); }
@Service class StoredInvoices implements InvoiceService { private final JdbcTemplate jdbc;
public Invoice load(String id) { return jdbc.queryForObject("SELECT * FROM invoices WHERE id = " + id, mapper); } }`;

async function linked(files: Readonly<Record<string, string>>, name = "GET /api/invoices/{id}"): Promise<Scope> {
  const scopes = await linkedScopes({ [PATH]: CONTROLLER, ...files });
  const scope = scopes.find((one) => one.name === name);
  if (!scope) throw new Error(`No ${name} among ${scopes.map((one) => one.name).join()}`);
  return scope;
}

it("follows a controller through an interface of its package into the service that implements it", async () => {
  const scope = await linked({ "src/main/java/com/acme/billing/InvoiceService.java": SERVICE });
  const [found] = select(scope.facts, "sink/sql");
  expect(found?.attributes).toMatchObject({ tainted: true, built: "concatenated" });
});

describe("the security configuration of Spring", () => {
  it.each([
    ["http.authorizeHttpRequests(a -> a.anyRequest().authenticated());", ["authn"]],
    [
      'http.authorizeHttpRequests(a -> a.requestMatchers("/api/**").hasRole("ADMIN").anyRequest().permitAll());',
      ["authn", "authz"],
    ],
    ['http.authorizeHttpRequests(a -> a.requestMatchers("/admin/**").hasRole("ADMIN").anyRequest().permitAll());', []],
    [
      'http.authorizeHttpRequests(a -> { a.requestMatchers("/api/**").permitAll(); a.anyRequest().authenticated(); });',
      [],
    ],
    ["http.authorizeHttpRequests(a -> a.requestMatchers(OPEN).permitAll().anyRequest().authenticated());", []],
    [
      'http.authorizeRequests().antMatchers(HttpMethod.POST, "/api/**").permitAll().anyRequest().authenticated();',
      ["authn"],
    ],
    ['http.authorizeRequests().antMatchers(HttpMethod.GET, "/api/**").permitAll().anyRequest().authenticated();', []],
  ])("decides by the first rule that covers the path: %s", async (rules, controls) => {
    const scope = await linked(config(rules));
    expect(effectiveControls(scope.facts)).toEqual(controls);
    expect(scope.blindSpot).toBeNull();
  });

  it("leaves open what stands before a route when it is out of view or names paths in a way that code cannot tell", async () => {
    expect((await linked({})).blindSpot).not.toBeNull();
    const unsure = config(
      "http.authorizeHttpRequests(a -> a.requestMatchers(matcher()).authenticated().anyRequest().permitAll());",
    );
    expect((await linked(unsure)).blindSpot).not.toBeNull();
  });
});

describe("resources of Jakarta REST", () => {
  const resource = `package com.acme; import jakarta.ws.rs.*;
@Path("/invoices") public class Invoices { @Inject EntityManager manager;
@GET @Path("{id}") public Invoice show(@PathParam("id") String id) { return manager.createNativeQuery("SELECT * FROM invoices WHERE id = " + id); } }`;

  it("are routes whose parameters are input", () => {
    const [scope] = scopesOf(resource, "src/Invoices.java").filter(({ entryPoint }) => entryPoint !== null);
    expect(scope?.name).toBe("GET /invoices/{id}");
    expect(attributesOf(scope?.facts ?? [], "sink/sql")).toMatchObject({ tainted: true });
    expect(scope?.blindSpot).not.toBeNull();
  });

  it("are guarded by filters in front of all of them", async () => {
    const scopes = await linkedScopes({
      "src/Invoices.java": resource,
      "src/TokenFilter.java": `package com.acme; import jakarta.ws.rs.container.*;
@Provider public class JwtAuthFilter implements ContainerRequestFilter { public void filter(ContainerRequestContext context) { verify(context); } }`,
    });
    const scope = scopes.find(({ name }) => name === "GET /invoices/{id}");
    expect(effectiveControls(scope?.facts ?? [])).toEqual(["authn"]);
    expect(scope?.blindSpot).toBeNull();
  });
});
