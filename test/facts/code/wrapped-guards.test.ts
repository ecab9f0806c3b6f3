import { describe, expect, it } from "vitest";
import { effectiveControls, factsOf, linkedScopes } from "../read-code.ts";

const routes = (guard: string) => `import { unless, ifAuthNeeded, requireLogin, compress } from "./guards";
const app = express();
app.post("/orders", ${guard}, (req, res) => res.json(save(req.body)));`;

describe("a middleware that is given another one", () => {
  it.each([
    ["unless(isOpen, requireLogin)", ["authn"]],
    ["ifAuthNeeded(this.auth.requireLogin.bind(this.auth))", ["authn"]],
    ["ifAuthNeeded(compress)", []],
    ["unless(isOpen, compress)", []],
  ])("promises what that one promises: %s", (guard, controls) => {
    expect(effectiveControls(factsOf(routes(guard), "src/app.ts", "POST /orders"))).toEqual(controls);
  });
});

const goRoutes = (line: string) => `package web

import ("net/http"; "github.com/gorilla/mux")

func NewHandler(cache Cache) http.Handler {
	adapt := func(fn handleFunc, prefix string) http.Handler { return handle(fn, prefix) }
	api := mux.NewRouter()
	${line}
	return api
}
`;

describe("a handler that is wrapped where it is written", () => {
  const HANDLERS = `package web

import "net/http"

var saveHandler = withAdmin(func(w http.ResponseWriter, r *http.Request, d *data) (int, error) {
	return 0, d.store.Users.Save(r.FormValue("name"))
})

func removeHandler(cache Cache) handleFunc {
	return withUser(func(w http.ResponseWriter, r *http.Request, d *data) (int, error) {
		return 0, d.store.Users.Delete(r.FormValue("name"))
	})
}

func pingHandler(cache Cache) handleFunc {
	return counted(func(w http.ResponseWriter, r *http.Request, d *data) (int, error) {
		return 0, d.store.Pings.Save(r.FormValue("name"))
	})
}
`;
  it.each([
    ['api.Handle("/users", adapt(saveHandler, "")).Methods("POST")', "POST /users", ["authn", "authz"]],
    ['api.Handle("/users", adapt(removeHandler(cache), "")).Methods("DELETE")', "DELETE /users", ["authn"]],
    ['api.Handle("/pings", adapt(pingHandler(cache), "")).Methods("PUT")', "PUT /pings", []],
  ])("keeps what it is wrapped in for a route of another file: %s", async (line, name, controls) => {
    const scopes = await linkedScopes({ "web/routes.go": goRoutes(line), "web/handlers.go": HANDLERS });
    const facts = scopes.find((one) => one.name === name)?.facts ?? [];
    expect(facts.map(({ kind }) => kind)).toContain("data_store");
    expect(effectiveControls(facts)).toEqual(controls);
  });

  it.each([
    ["withUser", ["authn"]],
    ["withUserContext", []],
  ])("believes the name of %s as far as it goes", (wrapper, controls) => {
    const text = `const save = ${wrapper}(async (req, res) => res.json(await Order.create(req.body)));
const app = express();
app.post("/orders", save);`;
    expect(effectiveControls(factsOf(text, "src/app.ts", "POST /orders"))).toEqual(controls);
  });

  it("keeps it in the same file", () => {
    const text = `const save = requireAdmin(async (req, res) => res.json(await Order.create(req.body)));
const app = express();
app.post("/orders", save);`;
    expect(effectiveControls(factsOf(text, "src/app.ts", "POST /orders"))).toEqual(["authn", "authz"]);
  });
});
