import { describe, expect, it } from "vitest";
import { referencesIn } from "../../../src/domain/imports/import-languages.ts";
import { ImportResolver } from "../../../src/domain/imports/import-resolver.ts";
import { aliasesIn } from "../../../src/domain/imports/manifests.ts";

interface Case {
  readonly name: string;
  readonly importer: string;
  readonly text: string;
  /** Manifests by path. */
  readonly manifests?: Readonly<Record<string, string>>;
  /** Paths that the text means. */
  readonly means: readonly string[];
  /** Paths of look-alikes that it does not mean. */
  readonly others?: readonly string[];
}

/** The first file of every reference in a text, sorted. */
function meant({ importer, text, manifests = {}, means, others = [] }: Case): string[] {
  const aliases = Object.entries(manifests).flatMap(([path, manifest]) => aliasesIn(path, manifest));
  const resolver = new ImportResolver([importer, ...others, ...means], aliases);
  const found = referencesIn(importer, text).flatMap((reference) => resolver.filesOf(importer, reference));
  return [...new Set(found)].filter((path) => path !== importer).toSorted();
}

function holds(cases: readonly Case[]): void {
  it.each(cases)("$name", (one) => {
    expect(meant(one)).toEqual(one.means.toSorted());
  });
}

describe("JavaScript imports", () => {
  holds([
    {
      name: "are relative, with emitted, missing and folder endings",
      importer: "src/x/route.ts",
      text: `import { a } from "./a.js"; export * from '../lib/b'; const c = require("./c"); const d = await import(\n  "../d");`,
      means: ["src/x/a.ts", "src/lib/b.tsx", "src/x/c.cjs", "src/d/index.mts"],
      others: ["src/x/a.js.map", "lib/b.ts", "src/x/express.ts"],
    },
    {
      name: "follow the paths of the nearest compiler settings, comments and all",
      importer: "packages/web/src/routes/users.ts",
      text: `import { guard } from "@shared/guard"; import { db } from "lib/db"; import ok from "~unknown/x";`,
      manifests: {
        "packages/web/tsconfig.json": `{ // settings\n "compilerOptions": { "baseUrl": "./src", /* own */ "paths": { "@shared/*": ["../../shared/src/*", "x/*"], }, } }`,
        "tsconfig.base.json": `{ "compilerOptions": { "paths": { "@shared/*": ["wrong/*"] } } }`,
      },
      means: ["packages/shared/src/guard.ts", "packages/web/src/lib/db.ts"],
      others: ["other/lib/db.ts"],
    },
    {
      name: "follow workspace packages, their exports and a package's own imports to the sources",
      importer: "apps/api/src/server.ts",
      text: `import { a } from "@acme/auth"; import { b } from "@acme/auth/session"; import { c } from "@acme/core/deep/c"; import d from "#util/d.js";`,
      manifests: {
        "packages/auth/package.json": `{"name":"@acme/auth","exports":{".":{"types":"./dist/index.d.ts","import":"./dist/index.js"},"./session":"./dist/session.js"}}`,
        "packages/core/package.json": `{"name":"@acme/core","main":"dist/main.js"}`,
        "apps/api/package.json": `{"name":"api","imports":{"#util/*":"./src/util/*"}}`,
      },
      means: [
        "packages/auth/src/index.ts",
        "packages/auth/src/session.ts",
        "packages/core/src/deep/c.ts",
        "apps/api/src/util/d.ts",
      ],
      others: ["apps/web/src/util/d.ts"],
    },
    {
      name: "take `@/` for the sources of the nearest folder when nothing says what it means",
      importer: "apps/web/app/api/users/route.ts",
      text: `import { auth } from "@/lib/auth";`,
      means: ["apps/web/lib/auth.ts"],
    },
  ]);

  it("prefers the sources of the own package to those of another", () => {
    const resolver = new ImportResolver(["apps/web/lib/auth.ts", "lib/auth.ts"], []);
    expect(resolver.filesOf("apps/web/app/page.tsx", "@/lib/auth")[0]).toBe("apps/web/lib/auth.ts");
  });
});

describe("Python imports", () => {
  holds([
    {
      name: "are relative or absolute, of modules or of names in packages",
      importer: "service/app/api/invoices.py",
      text: "from .guards import owner\nfrom ..db import models as m\nfrom app.core import (\n  flags,\n  limits,\n)\nimport app.jobs\n",
      means: [
        "service/app/api/guards.py",
        "service/app/db/models.py",
        "service/app/db/__init__.py",
        "service/app/core/__init__.py",
        "service/app/core/flags.py",
        "service/app/core/limits.py",
        "service/app/jobs.py",
      ],
    },
    {
      name: "start in a source folder beside the importer, but not inside a package",
      importer: "tests_of_all/run.py",
      text: "import shop.billing\nimport json\n",
      means: ["src/shop/billing.py"],
      others: ["src/shop/__init__.py", "src/shop/json.py"],
    },
    {
      name: "are also written as quoted names in settings",
      importer: "shop/settings.py",
      text: `MIDDLEWARE = ["shop.middleware.RequireLogin"]\nROOT_URLCONF = 'shop.urls'\n`,
      means: ["shop/middleware.py", "shop/urls.py"],
    },
  ]);
});

describe("Go imports", () => {
  holds([
    {
      name: "mean all files of a folder below the module, and the own package",
      importer: "backend/cmd/server/main.go",
      text: `package main\nimport (\n\t"net/http"\n\tauth "example.com/acme/shop/internal/auth"\n)\n`,
      manifests: { "backend/go.mod": "module example.com/acme/shop\n\ngo 1.24\n" },
      means: ["backend/internal/auth/token.go", "backend/internal/auth/guard.go", "backend/cmd/server/routes.go"],
      others: ["backend/internal/auth/guard_test.go", "backend/net/http/x.go", "internal/auth/old.go"],
    },
    {
      name: "are matched by their end without a module file",
      importer: "main.go",
      text: `import "github.com/acme/shop/internal/auth"\n`,
      means: ["internal/auth/guard.go"],
    },
  ]);
});

describe("Java and Kotlin imports", () => {
  holds([
    {
      name: "mean the file of the class, also of a member, and classes of the same package",
      importer: "api/src/main/java/com/acme/web/Users.java",
      text: `package com.acme.web;\nimport com.acme.security.Guard;\nimport static com.acme.security.Roles.ADMIN;\nimport java.util.List;\nclass Users extends BaseController { Invoice x; }`,
      means: [
        "core/src/main/java/com/acme/security/Guard.java",
        "core/src/main/kotlin/com/acme/security/Roles.kt",
        "api/src/main/java/com/acme/web/BaseController.java",
      ],
      others: ["core/src/main/java/com/acme/billing/Invoice.java", "core/src/main/java/com/acme/old/Guard.java"],
    },
    {
      name: "mean the whole package with a wildcard",
      importer: "src/main/kotlin/a/App.kt",
      text: "import com.acme.security.*\n",
      means: ["src/main/kotlin/com/acme/security/A.kt", "src/main/kotlin/com/acme/security/B.kt"],
    },
  ]);
});

describe("Ruby references", () => {
  holds([
    {
      name: "are constants by the path that autoloading gives them, the nearest namespace first",
      importer: "app/controllers/admin/users_controller.rb",
      text: `class Admin::UsersController < BaseController\n  include Tokens\n  def show = Billing::InvoiceExport.new(User.find(1))\nend`,
      means: [
        "app/controllers/admin/base_controller.rb",
        "app/controllers/concerns/tokens.rb",
        "lib/billing/invoice_export.rb",
        "app/models/user.rb",
      ],
      others: ["app/controllers/base_controller.rb", "db/migrate/user.rb"],
    },
    {
      name: "are files by path",
      importer: "lib/shop.rb",
      text: `require_relative "shop/server"\nrequire "billing/http_client"\n`,
      means: ["lib/shop/server.rb", "lib/billing/http_client.rb"],
    },
    {
      name: "are controllers that routes name",
      importer: "config/routes.rb",
      text: `Rails.application.routes.draw do\n  resources :invoices\n  resource(:profile)\n  get "/x", to: "admin/reports#show"\nend`,
      means: [
        "app/controllers/invoices_controller.rb",
        "app/controllers/profiles_controller.rb",
        "app/controllers/admin/reports_controller.rb",
      ],
      others: ["app/models/invoices.rb"],
    },
  ]);
});

describe("PHP references", () => {
  holds([
    {
      name: "follow what Composer loads",
      importer: "src/Controller/Invoices.php",
      text: `<?php\nnamespace Acme\\Shop\\Controller;\nuse Acme\\Shop\\Security\\{Guard, Roles as R};\nclass Invoices extends Base { function x() { return \\Acme\\Shop\\Kernel::class; } }`,
      manifests: { "composer.json": `{"autoload":{"psr-4":{"Acme\\\\Shop\\\\":"src/"}}}` },
      means: ["src/Security/Guard.php", "src/Security/Roles.php", "src/Controller/Base.php", "src/Kernel.php"],
      others: ["legacy/Security/Guard.php"],
    },
    {
      name: "follow the end of a name without Composer, and actions of routes",
      importer: "routes/web.php",
      text: `<?php use App\\Http\\Controllers\\UserController; Route::get('/a', 'ReportController@show');`,
      means: ["app/Http/Controllers/UserController.php", "app/Http/Controllers/ReportController.php"],
    },
    {
      name: "are literal paths from the file or from where the script starts",
      importer: "admin/index.php",
      text: `<?php require_once __DIR__ . '/../inc/auth.php'; include "inc/db.php";`,
      means: ["inc/auth.php", "inc/db.php"],
    },
  ]);
});

describe("C# references", () => {
  holds([
    {
      name: "mean the file that is called as the type",
      importer: "src/Web/Controllers/InvoicesController.cs",
      text: `using Acme.Security;\n[OwnerOnly]\npublic class InvoicesController : ApiControllerBase { private readonly IGuard guard; }`,
      means: ["src/Web/Controllers/ApiControllerBase.cs", "src/Core/OwnerOnlyAttribute.cs", "src/Core/IGuard.cs"],
      others: ["src/Core/Guard.cs"],
    },
  ]);
});

describe("Rust references", () => {
  holds([
    {
      name: "are modules beside the file and paths through them",
      importer: "server/src/main.rs",
      text: `mod routes;\nuse crate::auth::{guard, token::Token};\nuse shop_core::billing::charge;\n`,
      means: [
        "server/src/routes/mod.rs",
        "server/src/auth.rs",
        "server/src/auth/guard.rs",
        "server/src/auth/token.rs",
        "shop-core/src/billing.rs",
      ],
      others: ["shop-core/src/lib.rs", "server/src/auth/other.rs"],
    },
    {
      name: "go up with super",
      importer: "src/routes/invoices.rs",
      text: "use super::guards::owner;\n",
      means: ["src/routes/guards.rs"],
    },
  ]);
});

describe("templates", () => {
  holds([
    {
      name: "are found by the name that they are rendered by, when it is the only one",
      importer: "app/views.py",
      text: `return render_template("users/show.html")\nreturn render(request, 'list.html')`,
      means: ["app/templates/users/show.html"],
      others: ["a/templates/list.html", "b/templates/list.html"],
    },
    {
      name: "may leave the ending out",
      importer: "app.js",
      text: `res.render("account")`,
      means: ["views/account.ejs"],
    },
  ]);
});

describe("hostile text", () => {
  const LONG = 200_000;
  const endings = ["ts", "py", "go", "java", "rb", "php", "cs", "rs"];
  const starts = [
    "import ",
    "from a import (",
    "import (",
    "use a{",
    "use ",
    "require '",
    "require_once __DIR__ . ",
    "A::",
    "A\\",
    "\\",
    '"',
    "mod a",
    "resources :",
    "render( ",
    " ",
    "\t",
    ".",
    "a.",
    "A",
    "to: ",
  ];

  it.each(endings)("is read to its end as .%s", (ending) => {
    const counts = starts.map(
      (start) => referencesIn(`a.${ending}`, start.repeat(Math.floor(LONG / start.length))).length,
    );
    expect(Math.max(...counts)).toBeLessThanOrEqual(500);
  });

  it("yields a bounded number of references", () => {
    const text = Array.from({ length: 5_000 }, (_, index) => `import "./m${index}";`).join("\n");
    expect(referencesIn("a.ts", text)).toHaveLength(500);
    expect(referencesIn("a.ts", `import "./a";${" ".repeat(300_000)}`)).toEqual([]);
  });

  it.each(["package.json", "tsconfig.json", "composer.json", "go.mod"])("says nothing in %s", (name) => {
    const texts = [
      "",
      "null",
      "[]",
      `{"name":1,"exports":3,"compilerOptions":{"paths":[]},"autoload":[]}`,
      "/*".repeat(LONG),
      '\\"'.repeat(LONG),
      ",".repeat(LONG),
      "[".repeat(LONG),
    ];
    for (const text of texts) expect(aliasesIn(name, text)).toEqual([]);
  });
});
