import type { SafeguardRule } from "./sink-table.ts";

/** Functions of Go's own library and of the usual ones beside it that keep paths, markup and foreign tokens out. */
export const GO_SAFEGUARDS: readonly SafeguardRule[] = [
  {
    family: "file",
    callee:
      /^path\/filepath\.(?:IsLocal|Localize)$|^os\.OpenRoot$|^os\.OpenInRoot$|^io\/fs\.ValidPath$|\/filepath-securejoin\.\w+$/u,
  },
  { family: "file", callee: /^path(?:\/filepath)?\.Clean$/u, rooted: true },
  // Names of uploads, not of the files that a program walks through.
  { family: "file", callee: /^path(?:\/filepath)?\.Base$/u, given: /\.Filename$/u },
  {
    family: "markup",
    callee: /^html\.EscapeString$|^(?:html|text)\/template\.(?:HTML|JS)Escape\w*$|\/bluemonday\b.*\.Sanitize\w*$/u,
  },
  { family: "markup", callee: /^html\/template\.(?:New|ParseFS|ParseFiles|ParseGlob)$/u },
  {
    family: "identity",
    callee:
      /^github\.com\/golang-jwt\/jwt\.With(?:Audience|AllAudiences|Issuer|Subject|ValidMethods|ExpirationRequired)$/u,
  },
];
