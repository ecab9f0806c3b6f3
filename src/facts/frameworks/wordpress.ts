import type { Framework } from "./framework.ts";
import { PHP_PARAMETERS } from "./symfony.ts";

const REST_METHODS: Readonly<Record<string, string | null>> = {
  READABLE: "GET",
  CREATABLE: "POST",
  EDITABLE: "POST",
  DELETABLE: "DELETE",
  ALLMETHODS: null,
};

/** WordPress: routes and actions that a plugin hooks functions to, mostly by their names. */
export const WORDPRESS: Framework = {
  id: "wordpress",
  language: "php",
  modules: [],
  byConvention: true,
  usualParameters: ["request", "req"],
  protocol: "http",
  routers: [],
  usualNames: [],
  routes: [
    {
      form: "hook",
      rest: /^register_rest_route$/u,
      methods: REST_METHODS,
      guards: "permission_callback",
      actions: /^add_action$/u,
      open: [
        [/^wp_ajax_nopriv_(.+)$/u, "/wp-ajax/"],
        [/^admin_post_nopriv_(.+)$/u, "/wp-post/"],
      ],
      signedIn: [
        [/^wp_ajax_(.+)$/u, "/wp-ajax/"],
        [/^admin_post_(.+)$/u, "/wp-post/"],
      ],
    },
  ],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: { sources: [], bodies: [], session: [] },
  globalRequests: [],
  globalSessions: ["wp_get_current_user()", "get_current_user_id()"],
  parameters: ["input"],
  others: "other",
  checksTypes: false,
  types: PHP_PARAMETERS,
};
