/** How a variable becomes something that routes hang on. */
export interface RouterForm {
  /** Canonical name of the constructor, such as `express.Router`. */
  readonly constructor: string;
  /** True for the application itself, which nothing can mount. */
  readonly root: boolean;
  /** Keyword or option that holds the path prefix. */
  readonly prefix?: string;
  /** Keyword that holds dependencies which guard every route. */
  readonly guards?: string;
}

/** `app.get("/path", …middleware, handler)`; `null` as method means: any. */
interface CallForm {
  readonly form: "call";
  readonly methods: Readonly<Record<string, string | null>>;
  /** True where the handler stands before what guards it. */
  readonly handlerFirst?: true;
  /** Calls chained behind the route that guard it: `.RequireAuthorization("Admin")`. */
  readonly chained?: RegExp;
  /** The call behind the route that names its methods: `.Methods("POST")`. */
  readonly methodsBehind?: string;
}

/** `app.route("/path").get(handler).post(handler)`. */
interface ChainForm {
  readonly form: "chain";
  readonly start: string;
  readonly methods: Readonly<Record<string, string | null>>;
  /** The call behind the route that names its methods: `.Methods("POST")`. */
  readonly methodsBehind?: string;
}

/** `app.route({ method, url, preHandler, handler })`. */
interface OptionsForm {
  readonly form: "options";
  readonly method: string;
}

/** `@app.get("/path")` above a function; `methods=[…]` may name the methods. */
interface DecoratorForm {
  readonly form: "decorator";
  readonly methods: Readonly<Record<string, string | null>>;
}

/** `server.tool("name", …, handler)`, or a decorator: an entry point with a name instead of a path. */
interface NamedForm {
  readonly form: "named";
  readonly methods: readonly string[];
  readonly decorator: boolean;
  readonly label: string;
  /** Names that are no entry points. */
  readonly except?: RegExp;
  /** A module that says that this file is the other side of the conversation. */
  readonly unlessImported?: RegExp;
}

/** `guardedProcedure.input(schema).mutation(({ input, ctx }) => …)`: a chain that begins with what guards it. */
interface ProcedureForm {
  readonly form: "procedure";
  /** Names that such chains begin with. */
  readonly roots: RegExp;
  /** Set where a handler that takes nothing, not even who calls, is open to everybody on purpose. */
  readonly takes?: true;
  readonly methods: Readonly<Record<string, string>>;
}

/** `{ Query: { users: (parent, args, context) => … } }`. */
interface ResolverForm {
  readonly form: "resolver";
  /** Keys of the objects that hold resolvers, with the method that they stand for. */
  readonly types: Readonly<Record<string, string>>;
}

/** Exported functions of a file that begins with such a text, and functions that begin with it themselves. */
interface DirectiveForm {
  readonly form: "directive";
  readonly text: string;
}

/** Methods of a class that answer requests by what it extends: `doGet` of a servlet. */
interface ClassForm {
  readonly form: "class";
  readonly bases: RegExp;
  readonly methods: Readonly<Record<string, string | null>>;
  /** Types of the first parameters that make a method with such a name one of them, whatever its class extends. */
  readonly takes?: readonly RegExp[];
  /** Set where every other public method may answer as well, and how such an entry point is called. */
  readonly others?: string;
  /** Public methods that only the framework calls. */
  readonly except?: RegExp;
}

/** A plain call that lists a route, such as Django's `path("invoices/", views.invoices)`. */
interface ListedForm {
  readonly form: "listed";
  readonly callees: readonly string[];
}

/** A function that is a view by its first parameter; where it is listed gives it a path. */
interface ViewForm {
  readonly form: "view";
  readonly parameter: string;
}

/** A function whose file and exported name make it a route, such as `GET` in `app/api/users/route.ts`. */
interface ExportedForm {
  readonly form: "exported";
  /** The first group is the path of the route. */
  readonly file: RegExp;
  readonly methods: Readonly<Record<string, string | null>>;
}

/** An annotation above a method, and one above its class that holds the start of the path. */
interface AnnotatedForm {
  readonly form: "annotated";
  /** Names of the annotations with the method that they stand for; `null` means any. */
  readonly names: Readonly<Record<string, string | null>>;
  /** Keywords that may hold the path. */
  readonly path: readonly string[];
  /** Keyword that may hold the methods. */
  readonly methods: string;
  /** Annotations of classes and methods that hold a part of the path; unset when those of the routes do. */
  readonly prefixes?: readonly string[];
  /** Annotations that a class must have for its methods to be routes. */
  readonly classes?: readonly string[];
  /** True where the annotations stand above functions, too. */
  readonly onFunctions?: true;
  /** Set for entry points with a name instead of a path, by the name of the annotation. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What is known of entry points of this form, such as where their callers are. */
  readonly says?: Readonly<Record<string, string | boolean>>;
}

/** `Route::middleware("auth")->prefix("admin")->group(fn)` with `Route::get("/path", [Controller::class, "show"])`. */
interface FluentForm {
  readonly form: "fluent";
  /** What the chains start from. */
  readonly roots: RegExp;
  readonly methods: Readonly<Record<string, string | null>>;
  /** Start of the paths in files of routes, by the path of the file. */
  readonly prefixes: readonly (readonly [RegExp, string])[];
}

/** `routing { route("/admin") { get("/x") { … } } }`: calls with a block, in which everything else may stand. */
interface NestedForm {
  readonly form: "nested";
  /** Blocks of the application itself. */
  readonly roots: readonly string[];
  /** Blocks that add to the path; any other block around a route is a guard when its name says so. */
  readonly groups: readonly string[];
  readonly methods: Readonly<Record<string, string | null>>;
}

/** `Router::new().route("/x", get(show)).layer(auth).nest("/api", other())`: a router that one expression builds. */
interface BuiltForm {
  readonly form: "built";
  /** Canonical names of what the chains start from. */
  readonly makers: RegExp;
  /** Method of a router that takes a path and what answers it. */
  readonly route: string;
  readonly methods: Readonly<Record<string, string | null>>;
  /** Methods that take another router, with or without a path. */
  readonly includes: readonly string[];
  readonly layers: readonly string[];
  /** True when a layer covers the whole router, and not only what stands before it. */
  readonly layersAll: boolean;
  /** Canonical names of the calls that make a router the application. */
  readonly serves: RegExp;
}

/** A public method of a class that answers requests by its name, such as `index` of `InvoicesController`. */
interface ActionForm {
  readonly form: "action";
  readonly className: RegExp;
  /** Classes that only others inherit from. */
  readonly abstract: RegExp;
  /** The first group is what the route is called by; without such a path the class is. */
  readonly file: RegExp;
  /** What the usual names of actions answer; others may answer anything. */
  readonly methods: Readonly<Record<string, string>>;
  /** Set where attributes may give actions a path, a method and arguments. */
  readonly attributes?: ActionAttributes;
}

interface ActionAttributes {
  /** Names of the attributes with the method that they stand for; `null` means any. */
  readonly routes: Readonly<Record<string, string | null>>;
  /** Names of the attributes of methods that are no actions. */
  readonly none: RegExp;
}

/** What an attribute with a name of the framework's own checks. */
export interface AttributeControls {
  readonly name: RegExp;
  /** Only with one of these among its arguments. */
  readonly given?: RegExp;
  readonly controls: readonly string[];
}

/** `register_rest_route("x/v1", "/save", […])`, `add_action("wp_ajax_save", "save")`: hooks that name functions. */
interface HookForm {
  readonly form: "hook";
  readonly rest: RegExp;
  /** Constants that stand for methods; `null` means any. */
  readonly methods: Readonly<Record<string, string | null>>;
  /** Option that holds the guard of a route. */
  readonly guards: string;
  readonly actions: RegExp;
  /** Events that anybody can cause, with what the address begins with; the first group ends it. */
  readonly open: readonly (readonly [RegExp, string])[];
  /** Events that only people who are signed in can cause. */
  readonly signedIn: readonly (readonly [RegExp, string])[];
}

/** A file that is run for a request as it stands. */
interface ScriptForm {
  readonly form: "script";
}

/** A function that a call or a bare decorator of this name offers to a model. */
interface ToolForm {
  readonly form: "tool";
  /** Canonical names of the call or decorator. */
  readonly callees: RegExp;
  /** Options that hold the function. */
  readonly handlers: readonly string[];
}

/** Methods of a class that is a tool by what it extends. */
interface ToolClassForm {
  readonly form: "tool_class";
  readonly bases: RegExp;
  readonly methods: RegExp;
}

/** Methods that answer a tool by the type of their only parameter. */
interface ToolMessageForm {
  readonly form: "tool_message";
  readonly type: RegExp;
}

/** `func (s *Service) CreateMemo(ctx context.Context, request *pb.CreateMemoRequest)`: a method that answers a message. */
interface ServiceForm {
  readonly form: "service";
  /** Types of the messages. */
  readonly message: RegExp;
  /** Types of what is given beside them. */
  readonly beside: RegExp;
  /** Names of methods that change nothing. */
  readonly reads: RegExp;
}

export type RouteForm =
  | CallForm
  | ChainForm
  | OptionsForm
  | DecoratorForm
  | NamedForm
  | ListedForm
  | ViewForm
  | ExportedForm
  | AnnotatedForm
  | FluentForm
  | ActionForm
  | NestedForm
  | BuiltForm
  | HookForm
  | ScriptForm
  | ToolForm
  | ToolClassForm
  | ToolMessageForm
  | ProcedureForm
  | ResolverForm
  | DirectiveForm
  | ClassForm
  | ServiceForm;
