import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/domain/fact.ts";
import { effectiveControls, linkedScopes, scopesOf, select } from "../read-code.ts";

const IMPORTS = `import { Controller, Get, Post, Delete, Body, Param, Query, Req, UseGuards, ParseIntPipe } from "@nestjs/common";
import { JwtAuthGuard, RolesGuard } from "./auth/guards.ts";
import { CurrentUser, Public, Roles } from "./auth/decorators.ts";
`;

function routesOf(text: string): readonly Scope[] {
  return scopesOf(IMPORTS + text, "src/invoices/invoices.controller.ts").filter(
    ({ entryPoint }) => entryPoint !== null,
  );
}

function route(member: string, above = "") {
  const [scope] = routesOf(`${above}\n@Controller("invoices")\nexport class InvoicesController { ${member} }`);
  if (!scope) throw new Error("There is no route.");
  return scope;
}

describe("controllers of NestJS", () => {
  it.each([
    ["@Get() list() {}", "GET /invoices"],
    ['@Get(":id") show() {}', "GET /invoices/:id"],
    ['@Post("/bulk") make() {}', "POST /invoices/bulk"],
    ["@Delete([':id', 'old/:id']) drop() {}", "DELETE /invoices/:id"],
    ['@All("*") any() {}', "ANY /invoices/*"],
  ])("%s is %s", (member, name) => {
    expect(route(member).name).toBe(name);
  });

  it("take their prefix from options, and none when there is none", () => {
    const scopes = routesOf(`@Controller({ path: "v2/invoices", version: "2" }) class A { @Get("x") x() {} }
@Controller() class B { @Get("y") y() {} }
class C { @Get("z") z() {} }`);
    expect(scopes.map(({ name }) => name)).toEqual(["GET /v2/invoices/x", "GET /y"]);
  });

  it.each([
    ["@UseGuards(JwtAuthGuard) @Get() list() {}", "", ["authn"]],
    ["@Get() list() {}", "@UseGuards(JwtAuthGuard)", ["authn"]],
    ["@UseGuards(AuthGuard('jwt'), RolesGuard) @Get() list() {}", "", ["authn", "authz"]],
    ["@Roles('admin') @Get() list() {}", "", ["authn", "authz"]],
    ["@Throttle({ default: { limit: 3, ttl: 60 } }) @Get() list() {}", "", ["rate_limit"]],
    ["@Public() @Get() list() {}", "@UseGuards(JwtAuthGuard)", []],
    ["@ApiBearerAuth() @Get() list() {}", "@ApiSecurity('jwt')", []],
    ["@SkipThrottle() @Get() list() {}", "", []],
    ["@Post() make(@Body(new ValidationPipe()) invoice: CreateInvoice) {}", "", ["validation"]],
  ])("%s below %s is guarded by %s", (member, above, controls) => {
    expect(effectiveControls(route(member, above).facts)).toEqual(controls);
  });

  it("have guards that do nothing recognised for what they are", () => {
    const open = `class OpenGuard implements CanActivate { canActivate() { return true; } }
class JwtGuard implements CanActivate { canActivate() { return true; } }`;
    expect(effectiveControls(route("@UseGuards(JwtGuard) @Get() list() {}", open).facts)).toEqual([]);
    expect(
      select(route("@UseGuards(JwtGuard) @Get() list() {}", open).facts, "control/authn")[0]?.attributes,
    ).toMatchObject({
      effective: false,
    });
  });

  it.each([
    ["@Query('q') q: string", "q", true],
    ["@Param('id') id: string", "id", true],
    ["@Body() body: CreateInvoice", "body.name", true],
    ["@Body('name') name: string", "name", true],
    ["@Headers('x') x: string", "x", true],
    ["@Req() req: Request", "req.query.q", true],
    ["@Param('id', ParseIntPipe) id: number", "id", false],
    ["@Param('id', new ParseUUIDPipe()) id: string", "id", false],
    ["@CurrentUser() user: User", "user.name", false],
    ["anything: Thing", "anything.name", false],
  ])("give %s, of which %s is input: %s", (parameter, value, isInput) => {
    const scope = route(`@Get() list(${parameter}) { return this.db.query("SELECT * FROM i WHERE x = " + ${value}); }`);
    expect(select(scope.facts, "sink/sql").map(({ attributes }) => attributes.tainted)).toEqual([isInput]);
  });

  it("say whose record it is by the decorator that brings the user", () => {
    const scope = route(
      "@Get(':id') show(@Param('id') id: string, @CurrentUser() user: User) { return this.prisma.invoice.findFirst({ where: { id, ownerId: user.id } }); }",
    );
    expect(effectiveControls(scope.facts)).toEqual(["ownership"]);
  });

  it("answer by returning, and a text with markup in it is a page", () => {
    expect(
      select(route("@Get() a(@Query('q') q: string) { return `<h1>${q}</h1>`; }").facts, "sink/html"),
    ).toHaveLength(1);
    expect(select(route("@Get() a(@Query('q') q: string) { return `hello ${q}`; }").facts, "sink/html")).toEqual([]);
  });
});

describe("entry points of NestJS that are no routes", () => {
  it.each([
    [
      "@nestjs/graphql",
      "@Resolver() class R { @Query(() => Invoice) invoice(@Args('id') id: string) { db.query(`SELECT ${id} FROM x`) } }",
      "query invoice",
      "rpc",
    ],
    [
      "@nestjs/graphql",
      "@Resolver() class R { @Mutation(() => Invoice) pay(@Args('id') id: string) { db.query(`SELECT ${id} FROM x`) } }",
      "mutation pay",
      "rpc",
    ],
    [
      "@nestjs/websockets",
      "class G { @SubscribeMessage('chat') chat(client, id) { db.query(`SELECT ${id} FROM x`) } }",
      "message chat",
      "websocket",
    ],
    [
      "@nestjs/microservices",
      "class M { @MessagePattern({ cmd: 'sum' }) sum(id: string) { db.query(`SELECT ${id} FROM x`) } }",
      "message sum",
      "queue",
    ],
  ])("are found with %s: %s", (module, text, name, protocol) => {
    const [scope] = scopesOf(`import { X } from "${module}";\n${text}`).filter(({ entryPoint }) => entryPoint !== null);
    expect(scope?.name).toBe(name);
    expect(scope?.entryPoint?.attributes.protocol).toBe(protocol);
    expect(select(scope?.facts ?? [], "sink/sql")[0]?.attributes.tainted).toBe(true);
  });
});

const CONTROLLER = `${IMPORTS}@Controller("invoices") export class InvoicesController { constructor(private readonly invoices: InvoicesService) {}
@Delete(":id") drop(@Param("id") id: string) { return this.invoices.drop(id); }
@Public() @Delete("open/:id") open(@Param("id") id: string) { return this.invoices.drop(id); } }`;

const MAIN = `import { NestFactory } from "@nestjs/core"; import { AppModule } from "./app.module.ts";
async function bootstrap() { const app = await NestFactory.create(AppModule); await app.listen(3000); }`;

async function withApplication(files: Readonly<Record<string, string>>, name = "DELETE /invoices/:id"): Promise<Scope> {
  const scopes = await linkedScopes({ "src/invoices/invoices.controller.ts": CONTROLLER, ...files });
  const scope = scopes.find((one) => one.name === name);
  if (!scope) throw new Error(`No ${name}`);
  return scope;
}

describe("guards of a whole NestJS application", () => {
  const provider = `import { Module } from "@nestjs/common"; import { APP_GUARD } from "@nestjs/core";
@Module({ providers: [{ provide: APP_GUARD, useClass: JwtAuthGuard }] }) export class AppModule {}`;
  const empty = `import { Module } from "@nestjs/common"; @Module({ imports: [InvoicesModule] }) export class AppModule {}`;

  it.each([
    ["a provider", { "src/app.module.ts": provider }],
    [
      "a call",
      { "src/main.ts": MAIN.replace("await app.listen", "app.useGlobalGuards(new JwtAuthGuard()); await app.listen") },
    ],
    [
      "middleware",
      {
        "src/app.module.ts": `import { Module } from "@nestjs/common"; @Module({}) export class AppModule {
configure(consumer) { consumer.apply(AuthMiddleware).exclude("health").forRoutes("*"); } }`,
      },
    ],
  ])("count for every route when %s adds them", async (_how, files) => {
    const scope = await withApplication(files);
    expect(effectiveControls(scope.facts)).toEqual(["authn"]);
    expect(scope.blindSpot).toBeNull();
  });

  it("do not count where the route lets everyone in, or where the path is left out", async () => {
    const open = await withApplication({ "src/app.module.ts": provider }, "DELETE /invoices/open/:id");
    expect(effectiveControls(open.facts)).toEqual([]);
    expect(open.blindSpot).toBeNull();
    const excluded = await withApplication({
      "src/app.module.ts": `import { Module } from "@nestjs/common"; @Module({}) export class AppModule {
configure(consumer) { consumer.apply(AuthMiddleware).exclude("invoices/(.*)").forRoutes("*"); } }`,
    });
    expect(effectiveControls(excluded.facts)).toEqual([]);
  });

  it("are known to be absent only when the application and its modules are in view", async () => {
    expect((await withApplication({})).blindSpot).not.toBeNull();
    expect((await withApplication({ "src/main.ts": MAIN })).blindSpot).not.toBeNull();
    const seen = await withApplication({ "src/main.ts": MAIN, "src/app.module.ts": empty });
    expect(seen.blindSpot).toBeNull();
    const authModule = empty.replace("[InvoicesModule]", "[InvoicesModule, AuthModule]");
    const unseen = await withApplication({ "src/main.ts": MAIN, "src/app.module.ts": authModule });
    expect(unseen.blindSpot).not.toBeNull();
  });
});
