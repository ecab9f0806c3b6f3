import { describe, expect, it } from "vitest";
import { scopesOf } from "../read-code.ts";

const CONTAINS = "an address passes that only contains the right text";
const ENDS = "an address passes that only ends with the right text, and callers choose how theirs ends";
const FORWARDED = "a header that every caller can write says who is local";

/** Line and reason of every exception that somebody can claim. */
function exceptions(path: string, text: string): string[] {
  return scopesOf(text, path).flatMap(({ facts }) =>
    facts.filter(({ name }) => name === "guard_exception").map(({ attributes }) => String(attributes["reason"])),
  );
}

describe("a guard lets callers past who", () => {
  it.each([
    [
      "write the exempted part into their query",
      "src/auth.js",
      `class Auth {
  constructor() { this.ignored = /\\/api\\/items\\/[^/]+\\/cover/ }
  notNeeded(req) { return req.method === "GET" && this.ignored.test(req.originalUrl) }
  ifAuthNeeded(middleware) {
    return (req, res, next) => {
      if (this.notNeeded(req)) { return next() }
      middleware(req, res, next)
    }
  }
}`,
      CONTAINS,
    ],
    [
      "have the exempted word anywhere in their path",
      "src/server.ts",
      `app.use((req, res, next) => {
  if (req.path.includes("/public")) return next();
  if (!req.session.user) return res.status(401).end();
  next();
});`,
      CONTAINS,
    ],
    [
      "end their address like a picture",
      "src/AuthFilter.java",
      `public class AuthFilter implements Filter {
  public void doFilter(ServletRequest req, ServletResponse res, FilterChain chain) {
    HttpServletRequest request = (HttpServletRequest) req;
    String uri = request.getRequestURI();
    if (uri.endsWith(".css")) {
      chain.doFilter(req, res);
      return;
    }
    if (request.getSession().getAttribute("user") == null) {
      ((HttpServletResponse) res).sendError(401);
      return;
    }
    chain.doFilter(req, res);
  }
}`,
      ENDS,
    ],
    [
      "have the exempted word anywhere in their path, in Python",
      "app/guards.py",
      `async def require_login(request, call_next):
    if "/static/" in request.url.path:
        return await call_next(request)
    if not request.session.get("user"):
        return Response(status_code=401)
    return await call_next(request)
`,
      CONTAINS,
    ],
    [
      "have the exempted word anywhere in their path, in Go",
      "internal/auth.go",
      `package internal
func RequireAuth(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/health") {
			next.ServeHTTP(w, r)
			return
		}
		if !signedIn(r) {
			http.Error(w, "unauthorized", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}
`,
      CONTAINS,
    ],
    [
      "write the name of this machine into a header",
      "app/local.py",
      `def local_check(func):
    @wraps(func)
    def wrapper(*args, **kwargs):
        remote_addr = flask.request.environ.get("REMOTE_ADDR", "0")
        http_host = flask.request.environ.get("HTTP_HOST", "0")
        if remote_addr in ("127.0.0.1", "::1") or http_host in ("127.0.0.1:9666", "[::1]:9666"):
            return func(*args, **kwargs)
        else:
            return "Forbidden", 403
    return wrapper
`,
      FORWARDED,
    ],
    [
      "say that they come from this machine",
      "src/local.ts",
      `export function localOnly(req, res, next) {
  const from = req.headers["x-forwarded-for"];
  if (from !== "127.0.0.1") return res.status(403).end();
  next();
}`,
      FORWARDED,
    ],
  ])("%s", (_what, path, text, reason) => {
    expect(exceptions(path, text)).toEqual([reason]);
  });
});

describe("a guard holds when", () => {
  it.each([
    ["its exception names a whole beginning", `if (/^\\/public\\//.test(req.path)) return next();`],
    ["its exception is a list of whole paths", `if (OPEN.includes(req.path)) return next();`],
    ["its exception is one path", `if (req.path === "/login") return next();`],
    ["its exception also needs a session", `if (req.path.includes("/public") && req.session.user) return next();`],
    ["the address of the connection decides", `if (req.socket.remoteAddress === "127.0.0.1") return next();`],
    ["the name of the host is checked as well", `if (req.hostname !== "localhost") return res.status(403).end();`],
  ])("%s", (_what, statement) => {
    const text = `const OPEN = ["/login", "/signup"];
export function requireLogin(req, res, next) {
  ${statement}
  if (!req.session.user) return res.status(401).end();
  next();
}`;
    expect(exceptions("src/guard.ts", text)).toEqual([]);
  });

  it.each([
    ["a condition", "  let local = req.ip === '::1';\n  local = local && isLocal(req);\n  if (local) return next();"],
    ["a list", "  let hosts = [];\n  hosts = hosts.concat(req.hostname);\n  if (hosts === '127.0.0.1') return next();"],
    ["an address", "  let path = req.path;\n  path = path.trim();\n  if (path.includes('/open')) return next();"],
  ])("is read although %s is given itself", (_, body) => {
    const text = `export function requireLogin(req, res, next) {\n${body}\n  res.sendStatus(401);\n}\n`;
    expect(() => scopesOf(text, "src/guard.ts")).not.toThrow();
  });

  it("is none: a middleware that caches pictures forbids nothing", () => {
    const text = `app.use((req, res, next) => {
  if (!req.path.includes("/images/")) return next();
  res.set("Cache-Control", "public");
  next();
});`;
    expect(exceptions("src/cache.ts", text)).toEqual([]);
  });
});
