import { ACTIX } from "./actix.ts";
import { AGENT_TOOLS, AGENT_TOOLS_PYTHON } from "./agent-tools.ts";
import { AIOHTTP, STARLETTE, TORNADO } from "./aiohttp.ts";
import { ASPNET_MINIMAL } from "./aspnet-minimal.ts";
import { ASPNET, ASPNET_CONTEXT, ASPNET_HUBS, ASPNET_PAGES } from "./aspnet.ts";
import { AXUM } from "./axum.ts";
import { BROWSER } from "./browser.ts";
import { CHI } from "./chi.ts";
import { DJANGO } from "./django.ts";
import { ECHO } from "./echo.ts";
import { ELECTRON } from "./electron.ts";
import { EXPRESS } from "./express.ts";
import { FASTAPI } from "./fastapi.ts";
import { FASTIFY } from "./fastify.ts";
import { ELYSIA, LAMBDA, NUXT, REMIX, SVELTE_KIT } from "./file-routes.ts";
import { FIBER } from "./fiber.ts";
import { FLASK } from "./flask.ts";
import type { Framework } from "./framework.ts";
import { GIN } from "./gin.ts";
import { GRPC } from "./grpc.ts";
import { HONO } from "./hono.ts";
import { JAVALIN } from "./javalin.ts";
import { JAX_RS, MICRONAUT } from "./jax-rs.ts";
import { KOA } from "./koa.ts";
import { KTOR } from "./ktor.ts";
import type { LanguageId } from "../languages/languages.ts";
import { LARAVEL } from "./laravel.ts";
import { MCP, MCP_PYTHON } from "./mcp.ts";
import { DECORATED_CONTROLLERS, NEST, NEST_GRAPHQL, NEST_MESSAGES, NEST_SOCKETS } from "./nest.ts";
import { NET_HTTP } from "./net-http.ts";
import { NEXT, NEXT_PAGES } from "./next.ts";
import { PHP_CONTROLLERS } from "./php-controllers.ts";
import { PLAIN_PHP } from "./plain-php.ts";
import { PROBOT } from "./probot.ts";
import { RAILS } from "./rails.ts";
import { ROCKET } from "./rocket.ts";
import { SERVLET, SERVLET_FUNCTIONS } from "./servlet.ts";
import { SINATRA } from "./sinatra.ts";
import { SLIM } from "./slim.ts";
import { SOCKET_IO } from "./socket-io.ts";
import { SPRING, SPRING_MESSAGES } from "./spring.ts";
import { PSR_HANDLERS, SYMFONY } from "./symfony.ts";
import { GRAPHQL_RESOLVERS, SERVER_ACTIONS, TRPC, TYPED_ACTIONS } from "./trpc.ts";
import { ELECTRON_ADDRESSES, WEB_SOCKET } from "./web-socket.ts";
import { WORDPRESS } from "./wordpress.ts";

/** Frameworks of the Java platform, which Kotlin uses as they are. */
const ON_JVM: readonly Framework[] = [SPRING, SPRING_MESSAGES, JAX_RS, MICRONAUT, SERVLET, JAVALIN, SERVLET_FUNCTIONS];

/** Every framework whose entry points are known. */
export const FRAMEWORKS: readonly Framework[] = [
  EXPRESS,
  FASTIFY,
  HONO,
  KOA,
  NEXT,
  NEXT_PAGES,
  NEST,
  NEST_GRAPHQL,
  NEST_SOCKETS,
  NEST_MESSAGES,
  DECORATED_CONTROLLERS,
  PROBOT,
  TRPC,
  TYPED_ACTIONS,
  GRAPHQL_RESOLVERS,
  SERVER_ACTIONS,
  SOCKET_IO,
  WEB_SOCKET,
  SVELTE_KIT,
  REMIX,
  NUXT,
  ELYSIA,
  LAMBDA,
  ELECTRON,
  ELECTRON_ADDRESSES,
  BROWSER,
  ...ON_JVM,
  ...ON_JVM.map((framework): Framework => ({ ...framework, language: "kotlin" })),
  KTOR,
  MCP,
  FLASK,
  FASTAPI,
  DJANGO,
  AIOHTTP,
  TORNADO,
  STARLETTE,
  MCP_PYTHON,
  AGENT_TOOLS,
  AGENT_TOOLS_PYTHON,
  SYMFONY,
  LARAVEL,
  SLIM,
  WORDPRESS,
  PHP_CONTROLLERS,
  PSR_HANDLERS,
  PLAIN_PHP,
  RAILS,
  SINATRA,
  ASPNET,
  ASPNET_MINIMAL,
  ASPNET_PAGES,
  ASPNET_HUBS,
  ASPNET_CONTEXT,
  AXUM,
  ACTIX,
  ROCKET,
  GIN,
  ECHO,
  FIBER,
  CHI,
  NET_HTTP,
  GRPC,
];

/** The frameworks that a file imports. */
export function frameworksImported(language: LanguageId, modules: readonly string[]): Framework[] {
  const imports = (framework: Framework) =>
    framework.modules.some((name) => modules.some((module) => isPartOf(module, name)));
  return FRAMEWORKS.filter((framework) => framework.language === language && imports(framework));
}

function isPartOf(module: string, name: string): boolean {
  return module === name || module.startsWith(`${name}/`) || module.startsWith(`${name}.`);
}
