import { HTTP_METHODS, type Framework } from "./framework.ts";
import { RAILS } from "./rails.ts";

/** Sinatra: a method, a path and a block, at the top of a file or in a class. */
export const SINATRA: Framework = {
  ...RAILS,
  id: "sinatra",
  modules: ["sinatra"],
  byConvention: false,
  routes: [{ form: "nested", roots: [], groups: ["namespace"], methods: { ...HTTP_METHODS, options: "OPTIONS" } }],
  globalsIn: /\.r[bu]$/u,
  globalsImported: true,
  elsewhere: "Filters that run before the routes of this application were not in view.",
};
