import { describe, expect, it } from "vitest";
import { controlsNamed, namesRight } from "../../../src/facts/controls/control-names.ts";

describe("controlsNamed", () => {
  it.each([
    "login_required",
    "login_optionally_required",
    "auth_required",
    "requires_auth",
    "require_login",
    "require_active_login",
    "requireActiveSession",
    "login_and_mfa_required",
    "jwt_required",
    "ensureLoggedIn",
  ])("takes %s for a demand to sign in", (name) => {
    expect(controlsNamed(name)).toContain("authn");
  });

  it.each([
    ["middleware.CSRFWithConfig", ["csrf"]],
    ["middleware.JWTWithConfig", ["authn"]],
    ["middleware.RateLimiterWithConfig", ["rate_limit"]],
    ["middleware.CORSWithConfig", []],
    ["authConfig", []],
  ])("takes %s for what it is told how to do", (name, controls) => {
    expect(controlsNamed(name)).toEqual(controls);
  });

  it.each(["permission_required", "user_passes_test", "staff_member_required", "roles_required", "requireAdmin"])(
    "takes %s for a demand of a right, which needs an identity",
    (name) => {
      expect(controlsNamed(name)).toEqual(["authn", "authz"]);
    },
  );

  it.each([
    "jwt_optional",
    "optional_auth",
    "auth_optional",
    "login_page",
    "loginRouter",
    "session_timeout",
    "require_json",
    "required_fields",
    "requires_python",
    "skip_auth_required",
    "login_not_required",
    "requireUserAgent",
  ])("expects nothing of %s", (name) => {
    expect(controlsNamed(name)).toEqual([]);
  });
});

describe("namesRight", () => {
  it.each(["getUsers", "manageUsers", "users:write", "invoices.read", "admin", "delete-invoice"])(
    "is true of %s",
    (text) => {
      expect(namesRight(text)).toBe(true);
    },
  );

  it.each(["jwt", "bearer", "local", "session", "google", "HS256", "user", "https://example.com/read/me.html", ""])(
    "is false of %s",
    (text) => {
      expect(namesRight(text)).toBe(false);
    },
  );
});
