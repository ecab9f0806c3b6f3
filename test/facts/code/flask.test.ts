import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, factsOf, scopesOf, select } from "../read-code.ts";

const HEAD = `from flask import Flask, Blueprint, request, session, g, jsonify, redirect, abort, make_response
from flask import render_template_string, send_file, Markup
from flask_login import login_required, current_user
from sqlalchemy import text
import subprocess, os, pickle, yaml, requests, hashlib, random, traceback, logging, re, html, shlex, zipfile, tarfile
from werkzeug.utils import secure_filename
from models import Invoice, db
app = Flask(__name__)
`;

function view(body: string, { decorators = "", route = '@app.route("/things/<thing_id>", methods=["POST"])' } = {}) {
  const indented = body.replaceAll(/^/gmu, "    ");
  const text = `${HEAD}${route}\n${decorators}def thing(thing_id):\n${indented}\n`;
  return factsOf(text, "app/views.py", "POST /things/<thing_id>");
}

/** A redirect to what the request asks for, with another target when a test says so. */
function redirectUnless(test: string) {
  return `target = request.args.get("next")\nif ${test}:\n    target = "/"\nreturn redirect(target)`;
}

describe("Flask entry points", () => {
  it("names a route and quotes its decorator", () => {
    const [scope] = scopesOf(`${HEAD}@app.route("/a", methods=["GET", "POST"])\ndef a():\n    return "x"\n`, "app.py");
    expect(scope).toMatchObject({ name: "GET /a", startLine: 9, endLine: 11, blindSpot: null });
    expect(scope?.entryPoint?.quote).toBe('@app.route("/a", methods=["GET", "POST"])');
  });

  it("reads every method of a route and the short decorators", () => {
    const text = `${HEAD}@app.route("/a", methods=["GET", "POST"])\ndef a():\n    return "x"\n@app.delete("/b")\ndef b():\n    return "x"\n`;
    const names = scopesOf(text, "app.py").map((scope) => scope.name);
    expect(names).toEqual(["GET /a", "POST /a", "DELETE /b"]);
  });

  it("adds the prefix of a blueprint and says that it may be guarded elsewhere", () => {
    const text = `from flask import Blueprint\nbp = Blueprint("api", __name__, url_prefix="/api")\n@bp.get("/a")\ndef a():\n    return "x"\n`;
    expect(scopesOf(text, "api.py")[0]).toMatchObject({ name: "GET /api/a" });
    expect(scopesOf(text, "api.py")[0]?.blindSpot).toContain("mounted");
  });
});

describe("Flask input that reaches something", () => {
  it.each([
    [
      "sink/sql",
      'term = request.args.get("q")\ndb.session.execute(f"SELECT * FROM t WHERE n = \'{term}\'")',
      { tainted: true, built: "concatenated", source: "request.args.q" },
    ],
    [
      "sink/sql",
      'db.session.execute("SELECT * FROM t WHERE n = \'%s\'" % request.form["n"])',
      { tainted: true, built: "concatenated" },
    ],
    ["sink/sql", 'db.session.execute("SELECT * FROM t WHERE n = \'{}\'".format(request.form["n"]))', { tainted: true }],
    [
      "sink/sql",
      'db.session.execute(text("SELECT * FROM t WHERE n = :n"), {"n": request.form["n"]})',
      { tainted: false, built: "parameterised" },
    ],
    [
      "sink/sql",
      'cursor.execute("SELECT * FROM t WHERE n = %s", (request.form["n"],))',
      { tainted: false, built: "parameterised" },
    ],
    ["sink/sql", 'cursor.execute(f"SELECT * FROM t WHERE id = {thing_id}")', { tainted: true, source: "thing_id" }],
    ["sink/sql", 'cursor.execute(f"SELECT * FROM t WHERE id = {int(thing_id)}")', { tainted: false }],
    ["sink/command", 'subprocess.run("ping " + request.form["host"], shell=True)', { tainted: true, shell: true }],
    [
      "sink/command",
      'subprocess.run(["ping", request.form["host"]])',
      { tainted: true, shell: false, built: "parameterised" },
    ],
    ["sink/command", 'os.system("ping " + shlex.quote(request.form["host"]))', { tainted: false, shell: true }],
    ["sink/file", 'open(os.path.join("/data", request.args["name"]))', { tainted: true, operation: "read" }],
    [
      "sink/file",
      'open(os.path.join("/data", secure_filename(request.args["name"])), "wb")',
      { tainted: false, operation: "write" },
    ],
    ["sink/file", 'return send_file(request.args["path"])', { tainted: true }],
    ["sink/outbound_http", 'requests.get(request.args["url"])', { tainted: true, source: "request.args.url" }],
    [
      "sink/outbound_http",
      'url = request.args["url"]\nif url not in ALLOWED:\n    abort(400)\nrequests.get(url)',
      { tainted: false },
    ],
    ["sink/template", 'return render_template_string("<p>" + request.args["n"])', { tainted: true }],
    ["sink/html", 'name = request.args.get("n")\nreturn f"<p>{name}</p>"', { tainted: true }],
    ["sink/html", 'return Markup(request.args["n"])', { tainted: true }],
    ["sink/deserialization", "pickle.loads(request.data)", { tainted: true }],
    ["sink/deserialization", "yaml.load(request.data)", { tainted: true, format: "yaml" }],
    ["sink/redirect", 'return redirect(request.args.get("next"))', { tainted: true }],
    ["sink/archive", 'zipfile.ZipFile(path).extract(request.form["name"])', { tainted: true }],
    ["sink/archive", 'package = zipfile.ZipFile(path)\npackage.extract(request.form["name"])', { tainted: true }],
    [
      "sink/archive",
      'with tarfile.open(path) as package:\n    package.extract(request.form["name"])',
      { tainted: true },
    ],
    ["sink/archive", 'upload_zip.extract(request.form["name"])', { tainted: true }],
    ["sink/eval", 'eval(request.form["x"])', { tainted: true }],
    ["sink/mass_assignment", "data = request.get_json()\nuser = User(**data)", { tainted: true }],
    [
      "sink/error_detail",
      "try:\n    work()\nexcept Exception as error:\n    return str(error), 500",
      { format: "message" },
    ],
    [
      "sink/error_detail",
      "try:\n    work()\nexcept Exception:\n    return jsonify(trace=traceback.format_exc())",
      { format: "stack" },
    ],
    ["sink/log", 'logging.info("login %s", request.form["password"])', { sensitive: true }],
    ["sink/token", "reset_token = random.randint(0, 9999)", { callee: "random.randint" }],
    [
      "data_store/record",
      "return jsonify(Invoice.query.get_or_404(thing_id))",
      { operation: "read", keyed_by: "request", collection: "invoice" },
    ],
    [
      "data_store/record",
      "Invoice.query.filter_by(id=thing_id, user_id=current_user.id).first()",
      { scoped_to_user: true, keyed_by: "request" },
    ],
    [
      "data_store/record",
      "Invoice.query.filter_by(user_id=current_user.id).all()",
      { operation: "list", keyed_by: "session", limited: false },
    ],
    ["data_store/upload", 'request.files["photo"].save("/data/x")', { keyed_by: "request" }],
    ["data_class/personal", 'return {"email": user.email}', { place: "response" }],
  ])("finds %s in %s", (wanted, body, attributes) => {
    expect(attributesOf(view(body), wanted)).toMatchObject(attributes);
  });

  it.each([
    ["sink/deserialization", "yaml.safe_load(request.data)"],
    ["sink/archive", 'fuzzy.process.extract(request.form["name"], choices)'],
    ["sink/archive", 'frame.title.str.extract(request.form["name"])'],
    ["sink/archive", 'target.extract(request.form["name"])'],
    ["sink/deserialization", "yaml.load(request.data, Loader=yaml.SafeLoader)"],
    ["sink/html", 'return jsonify(name=request.args["n"])'],
    ["sink/html", 'return html.escape(request.args["n"])'],
    ["sink", '"""os.system(request.args["x"])"""\n# eval(request.args["x"])\nreturn "ok"'],
    ["sink/mass_assignment", 'data = request.get_json()\nUser(name=data["name"])'],
    ["sink/token", "delay = random.random()"],
  ])("finds no %s in %s", (wanted, body) => {
    expect(select(view(body), wanted)).toEqual([]);
  });

  it("trusts a target that was replaced when it leads elsewhere", () => {
    expect(select(view(redirectUnless("not target or urlsplit(target).netloc != ''")), "sink/redirect")).toEqual([]);
    expect(select(view(redirectUnless("not target")), "sink/redirect")).toHaveLength(1);
  });

  it.each([
    [
      "session.get(Invoice, thing_id)",
      { operation: "read", keyed_by: "request", collection: "invoice", scoped_to_user: false },
    ],
    [
      "session.exec(select(Invoice).where(Invoice.owner_id == current_user.id))",
      { keyed_by: "session", scoped_to_user: true },
    ],
    ["db.session.scalars(select(Invoice).limit(10))", { operation: "list", limited: true, collection: "invoice" }],
  ])("reads the mapped query %s", (body, attributes) => {
    expect(attributesOf(view(body), "data_store/record")).toMatchObject(attributes);
  });

  it.each([
    ["int", false],
    ["uuid", false],
    ["uuid_str", false],
    ["string", true],
    ["point", true],
  ])("mistrusts what the path holds unless its form allows no text: %s", (form, tainted) => {
    const route = `/a/<${form}:number>`;
    const text = `${HEAD}@app.route("${route}")\ndef a(number):\n    cursor.execute(f"SELECT * FROM t WHERE id = {number}")\n`;
    const facts = factsOf(text, "app.py", `GET ${route}`);
    expect(attributesOf(facts, "sink/sql")).toMatchObject({ tainted });
    expect(attributesOf(facts, "data_store/record")).toMatchObject({ keyed_by: "request" });
  });
});

describe("Flask controls", () => {
  it.each([
    ["@login_required\n", ["authn"]],
    ["@jwt_required()\n", ["authn"]],
    ['@roles_required("admin")\n', ["authn", "authz"]],
    ['@limiter.limit("5/minute")\n', ["rate_limit"]],
    ["@functools.wraps(x)\n", []],
  ])("reads the decorator %s", (decorators, controls) => {
    expect(effectiveControls(view('return "x"', { decorators }))).toEqual(controls);
  });

  it("says that a decorator above the route is not run", () => {
    const route = '@login_required\n@app.route("/things/<thing_id>", methods=["POST"])';
    expect(attributesOf(view('return "x"', { route }), "control/authn")).toMatchObject({
      effective: false,
      via: "decorator",
      reason: expect.stringContaining("above the route"),
    });
  });

  it.each([
    ["authn", 'if not session.get("user_id"):\n    abort(401)'],
    ["authn", 'if "user_id" not in session:\n    return redirect("/login")'],
    ["authn", "if not current_user.is_authenticated:\n    abort(401)"],
    ["authn", "if g.user is None:\n    abort(401)"],
    ["authz", "if not current_user.is_admin:\n    abort(403)"],
    ["ownership", "invoice = Invoice.query.get(thing_id)\nif invoice.owner_id != current_user.id:\n    abort(404)"],
    ["validation", "data = InvoiceSchema().load(request.get_json())"],
    ["signature", "if not hmac.compare_digest(a, b):\n    abort(401)"],
  ])("finds %s in %s", (control, body) => {
    expect(effectiveControls(view(body))).toContain(control);
  });

  it("applies what runs before every request of a blueprint", () => {
    const text = `from flask import Blueprint, session, abort
bp = Blueprint("api", __name__)
@bp.get("/a")
def a():
    return "x"
@bp.before_request
def gate():
    if "user" not in session:
        abort(401)
`;
    const facts = factsOf(text, "api.py", "GET /a");
    expect(select(facts, "control/authn")[0]).toMatchObject({
      symbol: "gate",
      attributes: { effective: true, via: "global" },
    });
  });

  it.each([
    ["tls", 'requests.get("https://x.test", verify=False)'],
    ["csrf", 'app.config["WTF_CSRF_ENABLED"] = False'],
    ["cookie_flags", 'response.set_cookie("a", "b", httponly=False)'],
    ["encoding", "env = Environment(autoescape=False)"],
    ["token_verification", 'claims = jwt.decode(token, options={"verify_signature": False})'],
    ["password_hash", 'hashlib.md5(request.form["password"].encode())'],
    ["cors", "CORS(app, supports_credentials=True)"],
  ])("finds %s switched off in %s", (control, body) => {
    const facts = view(`import jwt\n${body}`);
    expect(attributesOf(facts, `control/${control}`)).toMatchObject({ effective: false });
  });

  it("finds debug mode and what the server listens on", () => {
    const facts = factsOf(`${HEAD}app.run(host="0.0.0.0", debug=True)`, "app/main.py", "main");
    expect(attributesOf(facts, "listener/debug")).toEqual({ enabled: true });
    expect(attributesOf(facts, "listener/port")).toMatchObject({ bind: "all" });
  });

  it("takes a view that is exempt from CSRF protection as unprotected", () => {
    expect(attributesOf(view('return "x"', { decorators: "@csrf.exempt\n" }), "control/csrf")).toMatchObject({
      effective: false,
    });
  });
});

/** A blueprint made inside a function, with these lines above the view. */
function blueprint(decorators: string) {
  return `from flask import Blueprint, request
from shop.login import login_optionally_required
def construct_blueprint(store):
    bp = Blueprint("backups", __name__)
${decorators}
    def start():
        return "x"
    return bp
`;
}

describe("Flask blueprints that a function makes", () => {
  it("sees a login decorator above the route decorator as one that does not run", () => {
    const text = blueprint(`    @login_optionally_required\n    @bp.route("/start", methods=["POST"])`);
    expect(attributesOf(factsOf(text, "shop/backups.py", "POST /start"), "control/authn")).toEqual({
      effective: false,
      via: "decorator",
      callee: "login_optionally_required",
      reason: "it stands above the route decorator, so the registered function does not run it",
    });
  });

  it("believes the same decorator below the route decorator", () => {
    const text = blueprint(`    @bp.route("/start", methods=["POST"])\n    @login_optionally_required`);
    expect(effectiveControls(factsOf(text, "shop/backups.py", "POST /start"))).toEqual(["authn"]);
  });
});
