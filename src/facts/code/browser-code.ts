import type { ModuleModel } from "./module-model.ts";

const OF_PAGES =
  /^(?:react|react-dom|vue|vue-router|svelte|preact|solid-js|@angular\/core|react-router-dom|@vueuse\/core)(?:\/|$)/u;
/** Modules that no browser can load: what takes one in runs on the server, whatever else it takes in. */
const OF_SERVERS =
  /^(?:node:.+|fs|path|http|https|net|crypto|child_process|server-only|next\/(?:headers|server|cache)|react-dom\/server(?:\.\w+)?|express|fastify|koa|hono|@hono\/.+|@nestjs\/.+|@remix-run\/node|@react-router\/node|@sveltejs\/kit\/node|@prisma\/client|drizzle-orm|mongoose|sequelize|typeorm|knex|pg|mysql2?|better-sqlite3|redis|ioredis|fs-extra|next-auth|nodemailer|jsonwebtoken|bcrypt(?:js)?|googleapis|aws-sdk|@aws-sdk\/.+|pino|winston)(?:\/|$)/u;
const ON_SERVER = /^\s*(?:(["'])use server\1|import (["'])server-only\2);?\s*$/mu;

/** True for a file whose code runs in the browser of whoever calls; not for server components and server actions. */
export function runsInBrowser({ file, imports }: ModuleModel): boolean {
  const modules = [...imports.values()].map(({ module }) => module);
  if (ON_SERVER.test(file.text) || modules.some((module) => OF_SERVERS.test(module))) return false;
  return /\.(?:vue|svelte)$/u.test(file.path) || modules.some((module) => OF_PAGES.test(module));
}
