import type { Hono } from "hono";
import { bodyOf, isObject, mapJson, refused, type Upstream } from "./upstream.ts";

const PERMISSIONS: Readonly<Record<string, string>> = {
  admin: "admin",
  maintain: "write",
  push: "write",
  write: "write",
  triage: "read",
  pull: "read",
  read: "read",
};
const LONGEST_BODY = 65_536;

/** Permissions in the words of the documented answer; strangers may read a public repository. */
export function permissionRoutes(app: Hono, upstream: Upstream): void {
  app.get("/repos/:owner/:repo/collaborators/:login/permission", async ({ req }) => {
    const response = await upstream.forward(req.raw);
    if (response.ok) return mapJson(response, named);
    const user = await upstream.read(`/users/${req.param("login")}`);
    const repository = await upstream.read(`/repos/${req.param("owner")}/${req.param("repo")}`);
    if (response.status !== 404 || !isObject(user) || !isObject(repository)) return response;
    const permission = repository["private"] === true ? "none" : "read";
    return Response.json({ permission, role_name: permission, user });
  });
}

/** File contents in the raw media type, with the character set that tells clients that it is text. */
export function contentRoutes(app: Hono, upstream: Upstream): void {
  app.get("/repos/:owner/:repo/contents/*", async ({ req }) => {
    const response = await upstream.forward(req.raw);
    if (response.headers.get("content-type") !== "application/octet-stream") return response;
    response.headers.set("content-type", "application/vnd.github.raw; charset=utf-8");
    return response;
  });
}

/** Comments that are no longer than GitHub's. */
export function commentRoutes(app: Hono, upstream: Upstream): void {
  app.post("/repos/:owner/:repo/issues/:number{[0-9]+}/comments", async ({ req }) => {
    const { body } = await bodyOf(req.raw);
    const long = typeof body === "string" && body.length > LONGEST_BODY;
    return long ? refused("body is too long (maximum is 65536 characters)") : upstream.forward(req.raw);
  });
}

function named(data: unknown): unknown {
  return isObject(data) ? { ...data, permission: PERMISSIONS[String(data["permission"])] ?? "none" } : data;
}
