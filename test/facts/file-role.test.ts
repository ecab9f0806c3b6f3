import { describe, expect, it } from "vitest";
import { extensionOf, languageNameOf, roleOf } from "../../src/facts/file-role.ts";

describe("roleOf", () => {
  it.each([
    ["src/invoices.ts", "code"],
    ["app/views.py", "code"],
    ["docs/conf.py", "code"],
    ["cmd/main.go", "code"],
    ["api/v1/invoice.pb.go", "generated"],
    ["src/contest/latest.ts", "code"],
    ["src/attestation.ts", "code"],
    [".github/workflows/test.yml", "configuration"],
    [".env.production", "configuration"],
    ["settings.json", "configuration"],
    ["package.json", "configuration"],
    ["requirements/dev.txt", "configuration"],
    ["Gemfile", "configuration"],
    ["src/Shop.csproj", "configuration"],
    [".npmrc", "configuration"],
    ["package-lock.json", "lock"],
    ["poetry.lock", "lock"],
    ["go.sum", "checksums"],
    ["flake.lock", "checksums"],
    ["bun.lockb", "checksums"],
    ["tsconfig.build.json", "tooling"],
    [".eslintrc.json", "tooling"],
    ["phpstan-baseline.neon", "tooling"],
    [".rubocop_todo.yml", "tooling"],
    [".gitignore", "tooling"],
    [".github/ISSUE_TEMPLATE/bug_report.yml", "tooling"],
    [".github/settings.yml", "configuration"],
    [".vscode/settings.json", "configuration"],
    [".pre-commit-config.yaml", "configuration"],
    ["config/locales/de.yml", "translation"],
    ["web/src/locales/zh-Hans.json", "translation"],
    ["translations/messages.pt_BR.xlf", "translation"],
    ["src/i18n/index.ts", "code"],
    ["src/lang/parser.go", "code"],
    ["config/application.yml", "configuration"],
    ["config/service.eu.json", "configuration"],
    ["docker-compose.dev.yml", "configuration"],
    ["k8s/turbo-deployment.yaml", "configuration"],
    ["k8s/renovate.yaml", "configuration"],
    ["public/build/entrypoints.json", "generated"],
    ["src/invoices.test.ts", "test"],
    ["tests/test_views.py", "test"],
    ["app/test_views.py", "test"],
    ["shop/orders/tests.py", "test"],
    ["app/views_test.py", "test"],
    ["README.md", "documentation"],
    ["NOTICE.txt", "documentation"],
    ["src/notice.js", "code"],
    ["lib/readme.rb", "code"],
    ["LICENSE", "documentation"],
    ["docs/guide.rst", "documentation"],
    ["dist/index.js", "generated"],
    ["public/app.min.js", "generated"],
    ["api_pb2.py", "generated"],
    ["vendor/lib/a.js", "vendored"],
    ["logo.svg", "data"],
    ["Makefile", "unknown"],
  ])("says that %s is %s", (path, role) => {
    expect(roleOf(path)).toBe(role);
  });
});

describe("languageNameOf", () => {
  it("uses the name that people know", () => {
    expect(languageNameOf("a/b.GO")).toBe("Go");
    expect(languageNameOf("Makefile")).toBeNull();
  });
});

describe("extensionOf", () => {
  it("takes the last part of the file name only", () => {
    expect(extensionOf("a.b/c")).toBe("");
    expect(extensionOf("a.b/c.D.TSX")).toBe("tsx");
  });
});
