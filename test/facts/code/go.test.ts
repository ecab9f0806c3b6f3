import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/domain/fact.ts";
import { attributesOf, effectiveControls, linkedScopes, scopesOf, select } from "../read-code.ts";

function routesOf(text: string): readonly Scope[] {
  return scopesOf(text, "server/routes.go").filter(({ entryPoint }) => entryPoint !== null);
}

const HEAD = `package server
import (
  "crypto/tls"
  "database/sql"
  "encoding/json"
  "fmt"
  "net/http"
  "os"
  "os/exec"
  "strconv"
  "github.com/acme/shop/auth"
  "github.com/gin-gonic/gin"
)
`;

function gin(routes: string): readonly Scope[] {
  return routesOf(`${HEAD}func Create(db *sql.DB) *gin.Engine { r := gin.New()\n${routes}\nreturn r }`);
}

function handler(body: string): Scope | undefined {
  return gin(`r.POST("/x/:id", func(c *gin.Context) {\n${body}\n})`)[0];
}

describe("Gin", () => {
  it.each([
    ['r.GET("/invoices/:id", show)', "GET /invoices/:id", []],
    ['r.GET("/invoices", auth.RequireUser(), list)', "GET /invoices", ["authn"]],
    [
      'a := r.Group("/admin", auth.RequireAdmin)\na.DELETE("/users/:id", remove)',
      "DELETE /admin/users/:id",
      ["authn", "authz"],
    ],
    [
      'a := r.Group("/api")\n{ a.Use(auth.RequireClient)\nb := a.Group("/v1")\n{ b.PUT("/x", put) } }',
      "PUT /api/v1/x",
      ["authn"],
    ],
    ['a := r.Group("/api")\na.POST("/x", post)\na.Use(auth.RequireLogin)', "POST /api/x", []],
    ['r.Group("/user").Use(auth.RequireLogin).POST("/x", post)', "POST /user/x", ["authn"]],
    ['r.Use(auth.Optional)\nr.POST("/x", post)', "POST /x", []],
  ])("reads %s as %s, guarded by %s", (routes, name, controls) => {
    const [scope] = gin(routes);
    expect(scope?.name).toBe(name);
    expect(effectiveControls(scope?.facts ?? [])).toEqual(controls);
  });

  it("sees the limit of a body that a handler sets itself", () => {
    const scope = handler(
      "c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 1<<20)\nc.ShouldBindJSON(&x)",
    );
    expect(effectiveControls(scope?.facts ?? [])).toContain("size_limit");
  });

  it("keeps groups apart that have the same name in different functions", () => {
    const scopes = routesOf(`${HEAD}
func admin(r *gin.RouterGroup) { g := r.Group("/admin", auth.RequireAdmin)\n g.GET("/a", a) }
func open(r *gin.RouterGroup) { g := r.Group("/open")\n g.GET("/b", b) }`);
    expect(scopes.map(({ name, facts }) => [name, effectiveControls(facts)])).toEqual([
      ["GET /admin/a", ["authn", "authz"]],
      ["GET /open/b", []],
    ]);
  });

  it("keeps the guards of a router to the function that was given it", () => {
    const scopes = routesOf(`${HEAD}
func closed(r *gin.RouterGroup) { r.Use(auth.RequireAdmin)\n r.GET("/a", a) }
func open(r *gin.RouterGroup) { r.GET("/b", b) }`);
    expect(scopes.map(({ name, facts }) => [name, effectiveControls(facts)])).toEqual([
      ["GET /a", ["authn", "authz"]],
      ["GET /b", []],
    ]);
  });

  it("follows a router into the functions that it is given to, also in other packages", async () => {
    const scopes = await linkedScopes({
      "main.go": `${HEAD.replace("package server", "package main").replace(")", '"github.com/acme/shop/invoices")')}
func main() { r := gin.New()\n api := r.Group("/api", auth.RequireLogin)\n users(api)\n invoices.Register(api) }
func users(g *gin.RouterGroup) { g.GET("/users", list) }`,
      "invoices/routes.go": `package invoices
import "github.com/gin-gonic/gin"
func Register(g *gin.RouterGroup) { g.GET("/invoices", list) }`,
    });
    const routes = scopes.filter(({ entryPoint }) => entryPoint !== null);
    expect(routes.map(({ name, facts }) => [name, effectiveControls(facts)])).toEqual([
      ["GET /api/users", ["authn"]],
      ["GET /api/invoices", ["authn"]],
    ]);
  });

  it.each([
    ['out, _ := exec.Command("sh", "-c", c.Query("q")).Output()\nc.Data(200, "", out)', "sink/command"],
    [
      'data, err := os.ReadFile("/data/" + c.Param("id"))\nif err != nil { return }\nc.Data(200, "", data)',
      "sink/file",
    ],
    ['name := c.PostForm("name")\nos.Remove(name)', "sink/file"],
    ['http.Get(c.Query("url"))', "sink/outbound_http"],
    ['c.Redirect(302, c.Query("next"))', "sink/redirect"],
    ['db.Query("SELECT * FROM invoices WHERE name = \'" + c.Query("q") + "\'")', "sink/sql"],
    [
      'q := fmt.Sprintf("SELECT * FROM invoices WHERE name = \'%s\'", c.Query("q"))\nrows, err := db.Query(q)',
      "sink/sql",
    ],
    [
      "var in Input\nif err := c.ShouldBindJSON(&in); err != nil { return }\nexec.Command(in.Program).Run()",
      "sink/command",
    ],
    ["var in Input\njson.NewDecoder(c.Request.Body).Decode(&in)\nos.Remove(in.Path)", "sink/file"],
    ['for _, name := range c.QueryArray("names") { os.Remove(name) }', "sink/file"],
  ])("sees that %s reaches a %s", (body, sink) => {
    expect(attributesOf(handler(body)?.facts ?? [], sink)).toMatchObject({ tainted: true });
  });

  it.each([
    [
      'id, err := strconv.Atoi(c.Param("id"))\nif err != nil { return }\ndb.Query(fmt.Sprintf("SELECT * FROM x WHERE id = %d", id))',
    ],
    ['db.Query("SELECT * FROM invoices WHERE name = ?", c.Query("q"))'],
    ['exec.Command("git", "status").Run()'],
    ['file, err := c.FormFile("file")\nc.SaveUploadedFile(file, "/data/fixed")'],
  ])("finds nothing tainted in %s", (body) => {
    expect(select(handler(body)?.facts ?? [], "sink").filter(({ attributes }) => attributes.tainted)).toEqual([]);
  });

  it("sees that certificates are not checked", () => {
    const { facts = [] } =
      handler("tr := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}\nuse(tr)") ?? {};
    expect(attributesOf(facts, "control/tls")).toMatchObject({ effective: false });
  });
});

const API = `package api
import (
  "github.com/acme/shop/auth"
  "github.com/gin-gonic/gin"
)
type InvoiceDatabase interface { GetInvoiceByID(id uint) (*Invoice, error) }
type InvoiceAPI struct { DB InvoiceDatabase }
func (a *InvoiceAPI) Update(ctx *gin.Context) {
  withID(ctx, "id", func(id uint) {
    invoice, err := a.DB.GetInvoiceByID(id)
    if success := successOrAbort(ctx, 500, err); !success { return }
    BODY
  })
}`;

describe("a handler of another package", () => {
  it.each([
    ["a.DB.UpdateInvoice(invoice)", []],
    [
      "if invoice == nil || invoice.UserID != auth.GetUserID(ctx) { ctx.AbortWithStatus(404); return }\na.DB.UpdateInvoice(invoice)",
      ["ownership"],
    ],
    [
      "if invoice != nil && invoice.UserID == auth.GetUserID(ctx) { a.DB.UpdateInvoice(invoice) } else { ctx.AbortWithError(404, gone) }",
      ["ownership"],
    ],
  ])("with %s checks %s", async (body, controls) => {
    const scopes = await linkedScopes({
      "router/router.go": `package router
import (
  "github.com/acme/shop/api"
  "github.com/gin-gonic/gin"
)
func Create(db *Database) { g := gin.Default()
 invoices := api.InvoiceAPI{DB: db}
 g.PUT("/invoices/:id", invoices.Update) }`,
      "api/invoice.go": API.replace("BODY", body),
    });
    const facts = scopes.find(({ name }) => name === "PUT /invoices/:id")?.facts ?? [];
    expect(attributesOf(facts, "data_store/record")).toMatchObject({ operation: "read", keyed_by: "request" });
    expect(effectiveControls(facts)).toEqual(controls);
  });
});

describe("Chi", () => {
  it.each([
    ['r.Get("/invoices/{id}", show)', "GET /invoices/{id}", []],
    ['r.With(auth.RequireLogin).Get("/x", show)', "GET /x", ["authn"]],
    [
      'r.Route("/admin", func(r chi.Router) { r.Use(auth.RequireAdmin)\n r.Post("/x", make) })',
      "POST /admin/x",
      ["authn", "authz"],
    ],
    ['r.Group(func(r chi.Router) { r.Use(auth.RequireLogin)\n r.Put("/x", put) })', "PUT /x", ["authn"]],
    ['r.Group(func(r chi.Router) { r.Use(auth.RequireLogin) })\nr.Put("/x", put)', "PUT /x", []],
  ])("reads %s as %s, guarded by %s", (routes, name, controls) => {
    const [scope] = routesOf(`package server
import ("net/http"; "github.com/go-chi/chi/v5"; "github.com/acme/shop/auth")
func New() http.Handler { r := chi.NewRouter()\n${routes}\nreturn r }`);
    expect(scope?.name).toBe(name);
    expect(effectiveControls(scope?.facts ?? [])).toEqual(controls);
  });

  it("knows what comes from the path", () => {
    const [scope] = routesOf(`package server
import ("net/http"; "os"; "github.com/go-chi/chi/v5")
func New() http.Handler { r := chi.NewRouter()
 r.Get("/x/{id}", func(w http.ResponseWriter, r *http.Request) { os.Open(chi.URLParam(r, "id")) }) }`);
    expect(attributesOf(scope?.facts ?? [], "sink/file")).toMatchObject({ source: "chi.URLParam.id" });
  });
});

describe("Echo and Go's own server", () => {
  it.each([
    ["github.com/labstack/echo/v4", 'e := echo.New()\ne.GET("/x", show, auth.RequireLogin)', "GET /x", ["authn"]],
    [
      "github.com/labstack/echo/v4",
      'e := echo.New()\ng := e.Group("/api", auth.RequireLogin)\ng.POST("/x", make)',
      "POST /api/x",
      ["authn"],
    ],
    ["net/http", 'http.HandleFunc("/x", show)', "ANY /x", []],
    ["net/http", 'mux := http.NewServeMux()\nmux.HandleFunc("GET /x/{id}", show)', "GET /x/{id}", []],
    ["net/http", 'http.Handle("POST /x", auth.RequireLogin(show))', "POST /x", ["authn"]],
  ])("reads with %s that %s is %s, guarded by %s", (module, routes, name, controls) => {
    const [scope] = routesOf(`package server
import ("${module}"; "github.com/acme/shop/auth")
func New() { ${routes} }`);
    expect(scope?.name).toBe(name);
    expect(effectiveControls(scope?.facts ?? [])).toEqual(controls);
  });

  it.each([
    ['r.URL.Query().Get("f")', "r.URL.Query.f"],
    ['r.FormValue("f")', "r.FormValue.f"],
    ['r.PathValue("f")', "r.PathValue.f"],
    ['r.Header.Get("f")', "r.Header.f"],
  ])("takes %s for input", (value, source) => {
    const [scope] = routesOf(`package server
import ("net/http"; "os")
func show(w http.ResponseWriter, r *http.Request) { os.Open(${value}) }
func New() { http.HandleFunc("/x", show) }`);
    expect(String(attributesOf(scope?.facts ?? [], "sink/file")?.source)).toContain(source.slice(0, 6));
  });
});
