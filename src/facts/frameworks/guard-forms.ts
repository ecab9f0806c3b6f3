/** A call or decorator that puts functions in front of the routes of a router. */
export interface GuardForm {
  readonly method: string;
  readonly decorator: boolean;
  /** True when it protects only what is registered after it. */
  readonly ordered: boolean;
  /** True when the first argument names an event instead of a path. */
  readonly event?: boolean;
}

/** Calls in the body of a class that put guards in front of its actions and of those that inherit from it. */
export interface ClassGuardForms {
  /** Takes the names of methods, or a block: `before_action :require_login, only: :show`. */
  readonly adds: RegExp;
  /** Takes guards that stand further out away again. */
  readonly skips: RegExp;
  /** Is a guard itself, by its own name. */
  readonly checks: RegExp;
  /** Bases of the framework itself, which add no guards. */
  readonly roots: RegExp;
  /** Set where attributes of a class guard its actions. */
  readonly attributes?: {
    /** Attributes that ask for a sign-in or a right. */
    readonly asks: RegExp;
    /** Attributes that let everyone in where those stand further out. */
    readonly opens: RegExp;
  };
}

/** `app.use("/prefix", router)`, `app.register_blueprint(bp, url_prefix="/prefix")`. */
export interface MountForm {
  readonly method: string;
  /** Keyword or option that holds the prefix; without it the first argument may be the prefix. */
  readonly prefix?: string;
  readonly guards?: string;
  /** Set when nothing but routers can be given. */
  readonly only?: "routers";
}

/** A method of a router that makes another one: `app.Group("/admin", auth)`, `r.With(auth)`, or one for a block. */
export interface GroupForm {
  readonly method: string;
  /** True when the first argument is a part of the path; what follows guards the routes. */
  readonly prefix: boolean;
}
