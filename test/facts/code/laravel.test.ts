import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, factsOf, linkedScopes, scopesOf } from "../read-code.ts";

const ROUTES = `<?php
use App\\Http\\Controllers\\AdminController;
use App\\Http\\Controllers\\InvoiceController;
use App\\Http\\Middleware\\EnsureIsAdmin;
use Illuminate\\Support\\Facades\\Route;

Route::view('/about', 'about');
Route::middleware(['auth', 'throttle:60,1'])->prefix('app')->group(function () {
    Route::get('/invoices/{invoice}', [InvoiceController::class, 'show'])->name('invoices.show');
    Route::resource('things', AdminController::class)->only(['index', 'destroy']);
    Route::controller(AdminController::class)->group(function () {
        Route::post('/save', 'save')->middleware('can:admin');
    });
});
Route::group(['prefix' => 'old', 'middleware' => [EnsureIsAdmin::class]], function () {
    Route::any('/list', 'InvoiceController@list');
});
Route::post('/open', function (Illuminate\\Http\\Request $request) {
    return redirect($request->input('next'));
});
Route::match(['get', 'post'], '/both', InvoiceController::class);
`;

function controls(name: string): string[] {
  return effectiveControls(factsOf(ROUTES, "routes/web.php", name));
}

const CONTROLLER = `<?php
namespace App\\Http\\Controllers;

use App\\Models\\Invoice;
use Illuminate\\Http\\Request;

class InvoiceController extends Controller
{
    public function __construct() { $this->middleware('auth')->only('edit'); }

    public function show(Invoice $invoice) { return view('invoice', ['invoice' => $invoice]); }

    public function edit(Request $request, string $id)
    {
        $this->authorize('update', Invoice::class);
        return Invoice::whereRaw("id = $id")->first();
    }

    public function own(Request $request, $id) { return $request->user()->invoices()->findOrFail($id); }
}
`;

function shownTo(type: string) {
  const text = `<?php
namespace App\\Http\\Controllers;
use Illuminate\\Http\\Request;
class InvoiceController extends Controller
{
    public function show(Request $request, ${type} $user)
    {
        return $this->invoiceRepository->findOneByNumber($request->id, $user);
    }
}
`;
  return factsOf(text, "app/Http/Controllers/InvoiceController.php");
}

describe("Laravel routes", () => {
  it("are named by the prefixes of their groups and by what a resource stands for", () => {
    expect(scopesOf(ROUTES, "routes/web.php").map(({ name }) => name)).toEqual([
      "GET /app/invoices/{invoice}",
      "GET /app/things",
      "DELETE /app/things/{thing}",
      "POST /app/save",
      "ANY /old/list",
      "POST /open",
      "GET /both",
      "POST /both",
    ]);
  });

  it("start with what their file stands for", () => {
    const text = "<?php use Illuminate\\Support\\Facades\\Route; Route::get('/x', fn () => 1);";
    expect(scopesOf(text, "routes/api.php")[0]?.name).toBe("GET /api/x");
  });

  it("are guarded by the middleware of their groups and their own", () => {
    expect(controls("GET /app/things")).toEqual(["authn", "rate_limit"]);
    expect(controls("POST /app/save")).toEqual(["authn", "authz", "rate_limit"]);
    expect(controls("ANY /old/list")).toEqual(["authn", "authz"]);
    expect(controls("POST /open")).toEqual([]);
  });

  it("are followed into closures", () => {
    const facts = factsOf(ROUTES, "routes/web.php", "POST /open");
    expect(attributesOf(facts, "sink/redirect")).toMatchObject({ tainted: true, source: "request.input.next" });
  });

  it.each([
    ["readfile('/data/' . $request->link)", "file"],
    ["Feed::fromUrl($request->link)", "outbound_http"],
    ["$this->media->addMediaFromUrl($request->link)", "outbound_http"],
  ])("are followed into controllers of one action: %s", async (call, sink) => {
    const scopes = await linkedScopes({
      "routes/web.php": ROUTES,
      "app/Http/Controllers/InvoiceController.php": `<?php
namespace App\\Http\\Controllers;
use Illuminate\\Http\\Request;
class InvoiceController extends Controller { public function __invoke(Request $request) { return ${call}; } }
`,
    });
    const facts = scopes.find(({ name }) => name === "POST /both")?.facts ?? [];
    expect(attributesOf(facts, `sink/${sink}`)).toMatchObject({ tainted: true, source: "request.link" });
  });

  it.each(["getVideoIdFromUrl", "slugFromUrl", "buildDownloadUrl", "getDownloadUrl"])(
    "send no request where %s only reads an address",
    (name) => {
      const text = `<?php use Illuminate\\Support\\Facades\\Route;\nRoute::post('/x', function (Illuminate\\Http\\Request $request) { return ${name}($request->input('link')); });`;
      const facts = factsOf(text, "routes/web.php", "POST /x");
      expect(facts.filter(({ kind }) => kind === "sink" || kind === "external_service")).toEqual([]);
    },
  );

  it("are followed into their controllers", async () => {
    const scopes = await linkedScopes({
      "routes/web.php": ROUTES,
      "app/Http/Controllers/InvoiceController.php": CONTROLLER,
    });
    const show = scopes.find(({ name }) => name === "GET /app/invoices/{invoice}");
    expect(show?.path).toBe("app/Http/Controllers/InvoiceController.php");
    expect(attributesOf(show?.facts ?? [], "data_store/record")).toMatchObject({ keyed_by: "request" });
  });
});

function method(name: string) {
  return factsOf(CONTROLLER, "app/Http/Controllers/InvoiceController.php", name);
}

describe("a Laravel controller", () => {
  it("is guarded by its constructor and by what it authorizes", () => {
    expect(effectiveControls(method("InvoiceController.edit"))).toEqual(["authn", "authz"]);
    expect(effectiveControls(method("InvoiceController.show"))).toEqual([]);
  });

  it("gets the values of its path", () => {
    expect(attributesOf(method("InvoiceController.edit"), "sink/sql")).toMatchObject({ tainted: true, source: "id" });
  });

  it("knows who is signed in by the type", () => {
    expect(attributesOf(shownTo("Authenticatable"), "data_store/record")).toMatchObject({ scoped_to_user: true });
    expect(attributesOf(shownTo("Person"), "data_store/record")).toMatchObject({ scoped_to_user: false });
  });

  it("loads what belongs to the signed-in user", () => {
    const own = method("InvoiceController.own");
    expect(attributesOf(own, "data_store/record")).toMatchObject({ keyed_by: "request", scoped_to_user: true });
    expect(effectiveControls(own)).toContain("ownership");
  });
});

const held = (query: string) =>
  factsOf(
    `<?php\nuse App\\Models\\Invoice;\nfunction load($teamId, $uuid) { return ${query}; }\n`,
    "app/load.php",
  ).filter(({ name }) => name === "query_scope");

describe("a look-up that names its column in the method", () => {
  it.each([
    ["Invoice::whereTeamId($teamId)->where('uuid', $uuid)->first()", 1],
    ["Invoice::whereTeamId($teamId)->whereUuid($uuid)->first()", 1],
    ["Invoice::where('uuid', $uuid)->whereNotNull('sent')->first()", 0],
  ])("is held to it as any other: %s", (query, count) => {
    expect(held(query)).toHaveLength(count);
  });
});
