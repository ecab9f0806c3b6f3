import { ASPNET } from "./aspnet.ts";
import type { Framework } from "./framework.ts";

/** ASP.NET's minimal APIs: a call for each route, with what guards it chained behind. */
export const ASPNET_MINIMAL: Framework = {
  ...ASPNET,
  id: "aspnet-minimal",
  usualNames: ["app", "routes", "endpoints", "builder", "group", "api"],
  routes: [
    {
      form: "call",
      methods: {
        MapGet: "GET",
        MapPost: "POST",
        MapPut: "PUT",
        MapPatch: "PATCH",
        MapDelete: "DELETE",
        MapMethods: null,
      },
      chained: /^(?:RequireAuthorization|RequireRateLimiting|AddEndpointFilter|AllowAnonymous|DisableAntiforgery)$/u,
    },
  ],
  attributeControls: [
    // A policy is given without a name; without one, being signed in is enough.
    { name: /^RequireAuthorization$/u, given: /^$/u, controls: ["authn", "authz"] },
    { name: /^RequireAuthorization$/u, controls: ["authn"] },
    { name: /^RequireRateLimiting$/u, controls: ["rate_limit"] },
    { name: /^(?:AllowAnonymous|DisableAntiforgery)$/u, controls: [] },
  ],
  groups: [{ method: "MapGroup", prefix: true }],
  globalsIn: /^$/u,
  elsewhere: "A policy for all routes, and what guards their group, was not in view.",
};
