import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/domain/fact.ts";
import { attributesOf, effectiveControls, linkedScopes, scopesOf, select } from "../read-code.ts";

const AXUM = `use axum::{extract::{Path, Query, Json, State, Extension}, middleware, response::{Html, Redirect}, routing::{get, post}, Router};
use std::process::Command;
`;

function routesOf(text: string): readonly Scope[] {
  return scopesOf(text, "src/server.rs").filter(({ entryPoint }) => entryPoint !== null);
}

function handlerOf(parameters: string, body: string): readonly Scope[] {
  return routesOf(`${AXUM}
fn app() -> Router { Router::new().route("/x", get(show)) }
async fn show(${parameters}) -> Result<String, StatusCode> { ${body} }`);
}

describe("routes of axum", () => {
  it.each([
    ['Router::new().route("/x/:id", get(show).post(show))', ["GET /x/:id", "POST /x/:id"], [[], []]],
    ['Router::new().route("/x", get(show)).layer(middleware::from_fn(require_auth))', ["GET /x"], [["authn"]]],
    ['Router::new().layer(middleware::from_fn(require_auth)).route("/x", get(show))', ["GET /x"], [[]]],
    ['Router::new().route("/x", get(show).layer(RateLimitLayer::new()))', ["GET /x"], [["rate_limit"]]],
    [
      'Router::new().nest("/api", Router::new().route("/x", get(show)).route_layer(RequireAuth))',
      ["GET /api/x"],
      [["authn"]],
    ],
    ['Router::new().nest("/admin", inner()).route_layer(RequireAuth)', ["GET /admin/y"], [["authn"]]],
    ["Router::new().merge(inner())", ["GET /y"], [[]]],
  ])("%s is %s, guarded by %s", (router, names, controls) => {
    const inner = router.includes("inner") ? 'fn inner() -> Router { Router::new().route("/y", get(show)) }' : "";
    const scopes = routesOf(`${AXUM} fn app() -> Router { ${router} } ${inner} async fn show() -> String { read() }`);
    expect(scopes.map(({ name }) => name)).toEqual(names);
    expect(scopes.map(({ facts }) => effectiveControls(facts))).toEqual(controls);
  });

  it.each([
    ['let app = Router::new().route("/x", get(show)); axum::serve(listener, app.into_make_service()).await?;', null],
    ["axum::serve(listener, inner()).await?;", null],
    ["let app = inner(); axum::serve(listener, app).await?;", null],
    ["let app = inner(); run(app);", "Guards added where this router is mounted were not in view."],
  ])("knows the application by what serves it: %s", (body, blindSpot) => {
    const inner = body.includes("inner") ? 'fn inner() -> Router { Router::new().route("/x", get(show)) }' : "";
    const [scope] = routesOf(`${AXUM} async fn main() { ${body} } ${inner} async fn show() -> String { read() }`);
    expect(scope?.blindSpot).toBe(blindSpot);
  });

  it("puts what is layered onto a variable later in front of its routes", () => {
    const [scope] = routesOf(`${AXUM} async fn main() { let app = Router::new().route("/x", get(show));
      let app = app.layer(middleware::from_fn(require_auth)); } async fn show() -> String { read() }`);
    expect(effectiveControls(scope?.facts ?? [])).toEqual(["authn"]);
  });

  it("follows a handler into another module", async () => {
    const scopes = await linkedScopes({
      "src/main.rs": `${AXUM} mod users; fn app() -> Router { Router::new().route("/x/:name", get(users::show)) }`,
      "src/users.rs": `${AXUM} pub async fn show(Path(name): Path<String>, user: AuthUser) -> String { std::fs::read_to_string(format!("/data/{name}")).unwrap() }`,
    });
    const scope = scopes.find(({ name }) => name === "GET /x/:name");
    expect(attributesOf(scope?.facts ?? [], "sink/file")).toMatchObject({ tainted: true, operation: "read" });
    expect(effectiveControls(scope?.facts ?? [])).toEqual(["authn"]);
  });
});

describe("what the handlers of axum take", () => {
  it.each([
    ["Path(x): Path<String>", true],
    ["Path((_, x)): Path<(u32, String)>", true],
    ["Query(x): Query<Params>", true],
    ["Json(x): Json<CreateUser>", true],
    ["Path(x): Path<u32>", false],
    ["State(x): State<PgPool>", false],
    ["Extension(x): Extension<Arc<Paths>>", false],
    ["x: Tenant", false],
  ])("%s is input: %s", (parameter, isInput) => {
    const [scope] = handlerOf(parameter, 'std::fs::read_to_string(format!("/data/{}", x))');
    expect(attributesOf(scope?.facts ?? [], "sink/file")).toMatchObject({ tainted: isInput });
  });

  it.each([
    ["user: AuthUser", "run(user)", ["authn"]],
    ["Extension(user): Extension<CurrentUser>", "run(user)", ["authn"]],
    ["user: Option<AuthUser>", "run(user)", []],
    ["_: RequireLogin, x: Json<Dto>", "run(x)", ["authn"]],
    ["user: Claims", "if !user.is_admin { return Err(StatusCode::FORBIDDEN); } run(user)", ["authn", "authz"]],
    ["Json(user): Json<CreateUser>", "run(user)", []],
  ])("%s with %s is guarded by %s", (parameter, body, controls) => {
    const [scope] = handlerOf(parameter, `std::fs::read("a"); ${body}`);
    expect(effectiveControls(scope?.facts ?? [])).toEqual(controls);
  });
});

describe("records that input is read into", () => {
  it.each([
    ["size: u32", "page.size", false],
    ["size: Option<u32>", "page.size.unwrap_or(20)", false],
    ["sort: Sort", "page.sort", false],
    ["sort: Named", "page.sort", true],
    ["sort: String", "page.sort", true],
    ["sort: Option<String>", "page.sort.unwrap_or_default()", true],
  ])("%s gives input as %s: %s", (field, written, isInput) => {
    const text = `${AXUM} struct Page { ${field} } enum Sort { Up, Down } enum Named { By(String) }
      fn app() -> Router { Router::new().route("/x", get(show)) }
      async fn show(Query(page): Query<Page>) { sqlx::query(&format!("SELECT a FROM b LIMIT {}", ${written})); }`;
    const [scope] = routesOf(text);
    expect(attributesOf(scope?.facts ?? [], "sink/sql")).toMatchObject({ tainted: isInput });
  });
});

describe("what Rust does with input", () => {
  it.each([
    ['Command::new("sh").arg("-c").arg(format!("ls {x}")).output()', "command", { tainted: true, shell: true }],
    ['Command::new("ls").arg(&x).output()', "command", { tainted: false, shell: false }],
    ["sqlx::query(&format!(\"SELECT * FROM a WHERE n = '{}'\", x)).fetch_one(&db).await?", "sql", { tainted: true }],
    ['sqlx::query("SELECT * FROM a WHERE n = $1").bind(x).fetch_one(&db).await?', "sql", { tainted: false }],
    ['let y = x.trim(); diesel::sql_query(format!("SELECT {y}"))', "sql", { built: "concatenated", tainted: true }],
    ['if let Some(y) = x.strip_prefix("a") { tokio::fs::remove_file(y).await?; }', "file", { tainted: true }],
    ['std::fs::read(format!("/d/{}", x.parse::<u32>()?))', "file", { tainted: false }],
    ['let id: u64 = x.parse()?; std::fs::read(format!("/d/{id}"))', "file", { tainted: false }],
    ['let t = match x { "a" => "first", _ => "second" }; std::fs::read(t)', "file", { tainted: false }],
    ["reqwest::get(&x).await?", "outbound_http", { tainted: true }],
    ['reqwest::get(format!("{}/users/{}", BASE, x)).await?', "outbound_http", { tainted: false }],
    ['let password = x; tracing::info!("got {password}")', "log", { sensitive: true }],
    ['Html(format!("<b>{}</b>", x))', "html", { tainted: true }],
    ["Redirect::to(&x)", "redirect", { tainted: true }],
  ])("%s is a sink: %s", (body, sink, attributes) => {
    const [scope] = handlerOf("Path(x): Path<String>", body);
    expect(attributesOf(scope?.facts ?? [], `sink/${sink}`)).toMatchObject(attributes);
  });

  it("takes the names of what a log line holds for names", () => {
    const [scope] = handlerOf("", 'info!(http.headers.authorization = size, "{}", 1); std::fs::read("a")');
    expect(select(scope?.facts ?? [], "sink/log")).toEqual([]);
  });

  it("sees that certificates are not checked", () => {
    const [scope] = handlerOf("", "reqwest::Client::builder().danger_accept_invalid_certs(true).build()");
    expect(attributesOf(scope?.facts ?? [], "control/tls")).toMatchObject({ effective: false });
  });

  it.each([
    ["#[cfg(test)] mod tests { fn a() { std::fs::read(x); } }", 0],
    ["#[tokio::test] async fn a() { std::fs::read(x); }", 0],
    ["/// `std::fs::read(x)`\n#[inline] fn a() { std::fs::read(x); }", 1],
  ])("reads %s as %i sinks", (text, count) => {
    const facts = scopesOf(text, "src/lib.rs").flatMap((scope) => scope.facts);
    expect(select(facts, "sink/file")).toHaveLength(count);
  });
});

describe("Actix Web", () => {
  it("reads attributes, and what is taken apart by name", () => {
    const [scope] = routesOf(`use actix_web::{get, web, HttpResponse};
      #[get("/x/{name}")] async fn show(path: web::Path<String>, db: web::Data<Pool>) -> HttpResponse {
      let name = path.into_inner(); std::fs::read(format!("/d/{name}")); HttpResponse::Ok().finish() }`);
    expect(scope?.name).toBe("GET /x/{name}");
    expect(attributesOf(scope?.facts ?? [], "sink/file")).toMatchObject({ tainted: true });
  });

  it("reads scopes with what they are wrapped in", () => {
    const [scope] = routesOf(`use actix_web::{web, App, HttpServer};
      async fn main() { HttpServer::new(|| App::new().service(web::scope("/api").wrap(RequireAuth).route("/x", web::get().to(list)))) }
      async fn list(q: web::Query<Page>) { diesel::sql_query(format!("SELECT {}", q.sort)); }`);
    expect(scope).toMatchObject({ name: "GET /api/x", blindSpot: null });
    expect(effectiveControls(scope?.facts ?? [])).toEqual(["authn"]);
    expect(attributesOf(scope?.facts ?? [], "sink/sql")).toMatchObject({ tainted: true });
  });
});
