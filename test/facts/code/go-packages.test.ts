import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/domain/fact.ts";
import { HANDLER_ELSEWHERE } from "../../../src/facts/code/code-facts.ts";
import { attributesOf, effectiveControls, linkedScopes } from "../read-code.ts";

const HANDLERS = `package web
import ("net/http"; "os"; "github.com/gin-gonic/gin")
func show(c *gin.Context) { os.ReadFile(c.Query("name")) }
func (s *Server) remove(c *gin.Context) { os.Remove(c.Query("name")) }
func (i *Invoices) Show(c *gin.Context) { os.ReadFile(c.Query("name")) }
func (s *Server) made() gin.HandlerFunc { return func(c *gin.Context) { os.ReadFile(c.Query("name")) } }
var wrapped = withUser(func(w http.ResponseWriter, r *http.Request, d *data) (int, error) {
	if !d.user.Perm.Download {
		return http.StatusForbidden, nil
	}
	os.ReadFile(r.URL.Query().Get("name"))
	return 0, nil
})`;

async function routed(routes: string, handlers = HANDLERS): Promise<Scope[]> {
  const head = `package web
import ("net/http"; "github.com/gin-gonic/gin"; "github.com/gorilla/mux"; "example.org/shop/internal/web")
type Server struct { engine *gin.Engine; invoices *Invoices }`;
  return linkedScopes({ "web/handlers.go": handlers, "web/routes.go": `${head}\n${routes}` });
}

describe("a handler in another file of a Go package", () => {
  it.each([
    ["GET /x", 'func routes(r *gin.Engine) { r.GET("/x", show) }'],
    ["DELETE /x", 'func (s *Server) routes(r *gin.Engine) { r.DELETE("/x", s.remove) }'],
    ["GET /x", 'func (s *Server) routes(r *gin.Engine) { r.GET("/x", s.invoices.Show) }'],
    ["GET /x", 'func routes(r *gin.Engine, i *Invoices) { r.GET("/x", i.Show) }'],
    ["GET /x", 'func routes(r *gin.Engine) { i := NewInvoices(); r.GET("/x", wrap(i.Show)) }'],
    ["GET /x", 'func (s *Server) routes(r *gin.Engine) { r.GET("/x", s.made()) }'],
    ["DELETE /x", 'func (s *Server) routes() { s.engine.DELETE("/x", s.remove) }'],
    ["POST /x", 'func routes() { m := mux.NewRouter(); m.Handle("/x", plain(wrapped)).Methods("POST") }'],
    ["GET /x", 'func routes() { m := mux.NewRouter(); m.PathPrefix("/x").Handler(plain(wrapped)).Methods("GET") }'],
  ])("is the code of its route: %s %s", async (name, routes) => {
    const scopes = await routed(routes);
    const scope = scopes.find((one) => one.name === name);
    expect(scope?.path).toBe("web/handlers.go");
    expect(attributesOf(scope?.facts ?? [], "sink/file")).toMatchObject({ tainted: true });
  });

  it("is not what only wraps a handler that nobody has seen", async () => {
    const handlers = `${HANDLERS}\nfunc plain(fn handleFunc) http.Handler { os.ReadFile("a"); return fn }`;
    const scopes = await routed('func routes() { m := mux.NewRouter(); m.Handle("/x", plain(elsewhere)) }', handlers);
    expect(scopes.find((one) => one.name === "ANY /x")).toMatchObject({
      path: "web/routes.go",
      blindSpot: HANDLER_ELSEWHERE,
    });
  });

  it("asks for a right of who is signed in by a field", async () => {
    const scopes = await routed('func routes() { m := mux.NewRouter(); m.Handle("/x", plain(wrapped)) }');
    const facts = scopes.find((one) => one.name === "ANY /x")?.facts ?? [];
    expect(effectiveControls(facts)).toContain("authz");
  });

  it.each([
    'func all() { r := gin.New(); api := r.Group("/api", requireLogin); addRoutes(api) }',
    'func all(s *Server) { r := gin.New(); api := r.Group("/api", requireLogin); s.addRoutes(api) }',
  ])("stands behind what guards the router that its file is given: %s", async (all) => {
    const receiver = all.includes("s.addRoutes") ? "(s *Server) " : "";
    const handlers = `package web
import ("os"; "github.com/gin-gonic/gin")
func ${receiver}addRoutes(r *gin.RouterGroup) { r.DELETE("/x", func(c *gin.Context) { os.Remove(c.Query("name")) }) }`;
    const scope = (await routed(all, handlers)).find(({ entryPoint }) => entryPoint !== null);
    expect(scope).toMatchObject({ name: "DELETE /api/x", blindSpot: null });
    expect(effectiveControls(scope?.facts ?? [])).toContain("authn");
  });

  it("stays apart where the variable may be of any type", async () => {
    const scopes = await routed('func routes(r *gin.Engine, x interface{}) { r.GET("/x", x.Show) }');
    expect(scopes.find((one) => one.name === "GET /x")?.blindSpot).toMatch(/handles this route was not in view/u);
  });
});

const SERVICE = `package api
import ("context"; "os"; "google.golang.org/grpc/codes"; "google.golang.org/grpc/status"; v1 "example.org/proto/v1")
func (s *Service) DeleteFile(ctx context.Context, request *v1.DeleteFileRequest) (*v1.Empty, error) {
	user, err := s.fetchCurrentUser(ctx)
	if err != nil || user == nil || user.Role != RoleHost {
		return nil, status.Errorf(codes.PermissionDenied, "permission denied")
	}
	return nil, os.Remove(request.Name)
}
func (s *Service) ListFiles(ctx context.Context, request *v1.ListFilesRequest) (*v1.Files, error) {
	return list(os.ReadDir(request.GetFolder()))
}
func (s *Service) helper(ctx context.Context, request *v1.ListFilesRequest) error { return nil }
func (s *Service) Convert(name string, request *v1.ListFilesRequest) error { return nil }`;

async function called(name: string): Promise<Scope | undefined> {
  const scopes = await linkedScopes({ "api/files.go": SERVICE });
  return scopes.find(({ entryPoint }) => entryPoint?.name === name);
}

describe("a method of a gRPC service", () => {
  it("is an entry point that anyone can call who can send its message", async () => {
    const scopes = await linkedScopes({ "api/files.go": SERVICE });
    const entries = scopes.flatMap(({ entryPoint }) => (entryPoint ? [entryPoint] : []));
    expect(entries.map(({ name }) => name)).toEqual(["call DeleteFile", "call ListFiles"]);
    expect(entries.map(({ attributes }) => attributes.changes_state)).toEqual([true, false]);
  });

  it.each([
    ["call DeleteFile", "delete"],
    ["call ListFiles", "list"],
  ])("does with the message what it does: %s", async (name, operation) => {
    const scope = await called(name);
    expect(attributesOf(scope?.facts ?? [], "sink/file")).toMatchObject({ tainted: true, operation });
  });

  it("is one whatever the file calls the package of its context", async () => {
    const text = `package api
import (ctx "context"; "connectrpc.com/connect"; v1 "example.org/proto/v1")
func (s *Service) ListFiles(ctx ctx.Context, req *connect.Request[v1.ListFilesRequest]) error { return s.list(req.Msg) }
func (s *Service) find(ctx ctx.Context, req *connect.Request[v1.ListFilesRequest]) error { return s.list(req.Msg) }`;
    const scopes = await linkedScopes({ "api/files.go": text });
    expect(scopes.flatMap(({ entryPoint }) => entryPoint?.name ?? [])).toEqual(["call ListFiles"]);
  });

  it("asks for the role of who is signed in", async () => {
    const scope = await called("call DeleteFile");
    expect(effectiveControls(scope?.facts ?? [])).toContain("authz");
  });
});
