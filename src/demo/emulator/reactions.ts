import type { Hono } from "hono";
import { page } from "./pull-requests.ts";
import { bodyOf, isObject, refused, type Upstream } from "./upstream.ts";

interface Reaction {
  readonly id: number;
  readonly content: string;
  readonly created_at: string;
}

const CONTENTS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"];

/** Reactions to comments; each kind once per comment, the second time answered with 200 as GitHub does. */
export function reactionRoutes(app: Hono, upstream: Upstream): void {
  const given = new Map<string, Reaction[]>();
  for (const kind of ["issues", "pulls"]) {
    const path = `/repos/:owner/:repo/${kind}/comments/:comment{[0-9]+}/reactions`;
    app.on(["GET", "POST"], path, async ({ req }) => {
      const target = new URL(req.url).pathname.replace(/\/reactions$/u, "");
      if (!isObject(await upstream.read(target)))
        return Response.json({ message: "Not Found", status: "404" }, { status: 404 });
      const reactions = given.get(target) ?? [];
      if (req.method === "GET") return page(new URL(req.url), reactions);
      const { content } = await bodyOf(req.raw);
      if (typeof content !== "string" || !CONTENTS.includes(content)) return refused("content is invalid");
      const standing = reactions.find((reaction) => reaction.content === content);
      if (standing) return Response.json(standing);
      const reaction = { id: given.size * 100 + reactions.length + 1, content, created_at: new Date().toISOString() };
      given.set(target, [...reactions, reaction]);
      return Response.json(reaction, { status: 201 });
    });
  }
}
