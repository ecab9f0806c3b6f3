import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, linkedScopes, select } from "../read-code.ts";

const PATH = "app/controllers/invoices_controller.rb";
const BASE = {
  "app/controllers/application_controller.rb": "class ApplicationController < ActionController::Base\nend\n",
};

async function controller(body: string, others: Readonly<Record<string, string>> = BASE) {
  return linkedScopes({ [PATH]: `class InvoicesController < ApplicationController\n${body}\nend\n`, ...others });
}

async function factsOfAction(body: string, others?: Readonly<Record<string, string>>) {
  const scopes = await controller(body, others);
  const found = scopes.find(({ entryPoint }) => entryPoint !== null);
  return found?.facts ?? [];
}

async function sink(statement: string, name: string) {
  return attributesOf(await factsOfAction(`def show\n${statement}\nend`), `sink/${name}`);
}

function application(body: string) {
  return {
    "app/controllers/application_controller.rb": `class ApplicationController < ActionController::Base\n${body}\nend\n`,
  };
}

describe("a Rails controller", () => {
  it("has an entry point for each public method", async () => {
    const scopes = await controller(
      "def index; end\ndef create; end\ndef archive; end\nprivate\ndef load; end\npublic\ndef show; end",
    );
    expect(scopes.flatMap(({ entryPoint }) => entryPoint?.name ?? [])).toEqual([
      "action invoices#index",
      "action invoices#create",
      "action invoices#archive",
      "action invoices#show",
    ]);
  });

  it.each([
    ["private def load; end"],
    ["def load; end\nprivate :load"],
    ["def self.load; end"],
    ["def load?; end"],
    ["def load(id); end"],
    ["before_action :load\ndef load; end"],
    ["helper_method :load\ndef load; end"],
    ["rescue_from Missing, with: :load\ndef load; end"],
  ])("has none for %j", async (body) => {
    const scopes = await controller(body);
    expect(scopes.filter(({ entryPoint }) => entryPoint !== null)).toEqual([]);
  });

  it("says what an action answers and where it stands", async () => {
    const facts = await linkedScopes({
      "app/controllers/admin/users_controller.rb":
        "module Admin\n  class UsersController < ApplicationController\n    def destroy\n    end\n  end\nend\n",
    });
    expect(facts[0]?.entryPoint?.attributes).toMatchObject({
      route: "admin/users#destroy",
      method: "DELETE",
      changes_state: true,
      area: "admin",
      exposure: "internet",
    });
  });

  it("is only partly known when its base is out of view", async () => {
    const [alone] = await controller("def index; end", {});
    expect(alone?.blindSpot).toBe("Guards that this class inherits were not in view.");
    const [whole] = await controller("def index; end");
    expect(whole?.blindSpot).toBeNull();
  });
});

describe("a callback before an action", () => {
  it.each([
    ["before_action :authenticate_user!", ["authn"]],
    ["before_action :authenticate_user!, only: :show", ["authn"]],
    ["before_action :authenticate_user!, only: %i[index show]", ["authn"]],
    ["before_action :authenticate_user!, except: [:index]", ["authn"]],
    ["before_action :authenticate_user!, only: :index", []],
    ["before_action :authenticate_user!, except: :show", []],
    ["before_action :authenticate_user!\nskip_before_action :authenticate_user!", []],
    ["before_action :authenticate_user!\nskip_before_action :authenticate_user!, only: :index", ["authn"]],
    ["before_action { redirect_to root_path unless current_user }", ["authn"]],
    ["before_action -> { head :forbidden unless current_user.admin? }", ["authz"]],
    ["http_basic_authenticate_with name: 'a', password: ENV['P']", ["authn"]],
    ["load_and_authorize_resource", ["authn", "authz"]],
    ["rate_limit to: 10, within: 1.minute", ["rate_limit"]],
  ])("%j guards with %j", async (body, controls) => {
    expect(effectiveControls(await factsOfAction(`${body}\ndef show; end`))).toEqual(controls);
  });

  it.each([
    ["redirect_to(root_path) and return unless current_user", ["authn"]],
    ["current_user || redirect_to(login_path)", ["authn"]],
    ["raise Forbidden unless current_user.can?(:edit)", ["authz"]],
    ["return head(:forbidden) if @invoice.user != current_user", ["ownership"]],
    ["render plain: 'no', status: :forbidden unless logged_in?", ["authn"]],
    ["@title = 'Invoices'", []],
  ])("counts by what its method does: %j guards with %j", async (statement, controls) => {
    const body = `before_action :set_up\ndef show; end\nprivate\ndef set_up\n${statement}\nend`;
    expect(effectiveControls(await factsOfAction(body))).toEqual(controls);
  });

  it("shares the fields of the object with the action", async () => {
    const facts = await factsOfAction(
      "before_action :set_url\ndef show\nredirect_to @url\nend\nprivate\ndef set_url\n@url = params[:url]\nend",
    );
    expect(attributesOf(facts, "sink/redirect")).toMatchObject({ tainted: true, source: "params.url" });
  });

  it("stands in a base class of another file", async () => {
    const facts = await factsOfAction("def show; end", application("before_action :require_login"));
    expect(effectiveControls(facts)).toEqual(["authn"]);
  });

  it("counts by what its method does in another file", async () => {
    const base = application("private\ndef set_up\nhead :forbidden unless current_user.admin?\nend");
    expect(effectiveControls(await factsOfAction("before_action :set_up\ndef show; end", base))).toEqual(["authz"]);
  });

  it("stands in a concern of a base class", async () => {
    const concern =
      "module Authentication\nextend ActiveSupport::Concern\nincluded do\nbefore_action :require_authentication\nend\nend\n";
    const files = {
      ...application("include Authentication"),
      "app/controllers/concerns/authentication.rb": concern,
    };
    expect(effectiveControls(await factsOfAction("def show; end", files))).toEqual(["authn"]);
  });

  it("is taken away again by the class itself", async () => {
    const facts = await factsOfAction(
      "skip_before_action :require_login, only: :show\ndef show; end",
      application("before_action :require_login"),
    );
    expect(effectiveControls(facts)).toEqual([]);
  });

  it("comes from the nearest of several classes of one name", async () => {
    const files = {
      "app/controllers/api/base_controller.rb": "class BaseController < ActionController::API\nend\n",
      "app/controllers/base_controller.rb":
        "class BaseController < ActionController::Base\nbefore_action :require_login\nend\n",
    };
    const scopes = await linkedScopes({
      "app/controllers/api/users_controller.rb": "class UsersController < BaseController\ndef show; end\nend\n",
      ...files,
    });
    expect(effectiveControls(scopes[0]?.facts ?? [])).toEqual([]);
  });
});

describe("a check that asks only settings", () => {
  it.each([
    ["raise_404 unless Library.configuration.visible?", ["authn", "authz"]],
    ["raise_404 if Library.configuration.disabled?", ["authn"]],
    ["head :not_found unless Rails.env.development?", ["authn"]],
    ["head :not_found unless Flipper.enabled?(:library)", ["authn"]],
    ["head :not_found unless Flipper.enabled?(:library, current_user)", ["authn", "authz"]],
    ["head :not_found unless policy.enabled?", ["authn", "authz"]],
  ])("is no permission: %j leaves %j", async (check, controls) => {
    const body = `before_action :authorize_access!\ndef show; end\nprivate\ndef authorize_access!\n${check}\nend`;
    expect(effectiveControls(await factsOfAction(body))).toEqual(controls);
  });

  it("is none in another file either", async () => {
    const base = application("private\ndef authorize_access!\nraise_404 if Library.configuration.disabled?\nend");
    const facts = await factsOfAction("before_action :authorize_access!\ndef show; end", base);
    expect(effectiveControls(facts)).toEqual(["authn"]);
  });
});

describe("forgery protection in Rails", () => {
  it.each([
    ["protect_from_forgery with: :exception", true],
    ["skip_before_action :verify_authenticity_token", false],
    ["skip_forgery_protection", false],
    ["protect_from_forgery\nskip_forgery_protection only: :create", false],
  ])("%j", async (body, effective) => {
    const facts = await factsOfAction(`before_action :authenticate_user!\n${body}\ndef create; end`);
    expect(select(facts, "control/csrf").map(({ attributes }) => attributes.effective)).toEqual([effective]);
  });
});

describe("forgery protection that is taken away", () => {
  const skipped = "skip_forgery_protection";

  it.each([
    ["before_action :authenticate_user!", "def destroy; end", true],
    ["before_action :authenticate_user!", "def show; end", false],
    ["before_action :authenticate_with_token!", "def destroy; end", false],
    ["before_action :check_api_key", "def destroy; end", false],
    ["", "def destroy; end", false],
  ])("matters where a cookie signs people in: %j %j", async (guard, action, matters) => {
    const facts = await factsOfAction(`${guard}\n${skipped}\n${action}`);
    expect(select(facts, "control/csrf").length > 0).toBe(matters);
  });
});

describe("a callback that gets something ready", () => {
  it("promises nothing by its name", async () => {
    expect(effectiveControls(await factsOfAction("before_action :set_related_authorization\ndef show; end"))).toEqual(
      [],
    );
  });
});

describe("input in Rails", () => {
  it.each([
    ['system("ls #{params[:dir]}")', "command"],
    ["`ls #{params[:dir]}`", "command"],
    ["Open3.capture2(params[:command])", "command"],
    ["eval(params[:code])", "eval"],
    ["params[:type].constantize", "member"],
    ["record.public_send(params[:method])", "member"],
    ["Marshal.load(cookies[:cart])", "deserialization"],
    ["YAML.load(params[:yaml])", "deserialization"],
    ['send_file Rails.root.join("files", params[:name])', "file"],
    ["File.read(File.join(root, params[:name]))", "file"],
    ["URI.open(params[:url])", "outbound_http"],
    ["Net::HTTP.get(URI(params[:url]))", "outbound_http"],
    ["redirect_to params[:back]", "redirect"],
    ["render inline: params[:template]", "template"],
    ["render html: params[:name].html_safe", "html"],
    ["@name = params[:name].html_safe", "html"],
    ["Invoice.where(\"title = '#{params[:q]}'\")", "sql"],
    ['Invoice.order("#{params[:column]} DESC")', "sql"],
    ["Invoice.find_by_sql(<<~SQL)\n  SELECT * FROM invoices WHERE id = #{params[:id]}\nSQL", "sql"],
    ['ActiveRecord::Base.connection.execute("DELETE FROM invoices WHERE id = #{params[:id]}")', "sql"],
    ["Invoice.create!(params.require(:invoice).permit!)", "mass_assignment"],
    ["invoice.update(params[:invoice].to_unsafe_h)", "mass_assignment"],
  ])("%j reaches %s", async (statement, name) => {
    expect(await sink(statement, name)).toMatchObject({ tainted: true });
  });

  it.each([
    ['system("ls #{params[:count].to_i}")', "command"],
    ["File.read(File.join(root, File.basename(params[:name])))", "file"],
    ["redirect_to invoice_path(params[:id])", "redirect"],
    ["redirect_to action: :show, id: params[:id]", "redirect"],
    ['redirect_to "/invoices/#{params[:id]}"', "redirect"],
    ["Invoice.where(title: params[:q])", "sql"],
    ['Invoice.where("title = ?", params[:q])', "sql"],
    ["Invoice.where(filter_params)", "sql"],
    ["Invoice.create!(params.require(:invoice).permit(:title))", "mass_assignment"],
    ["Invoice.create!(title: params[:title])", "mass_assignment"],
    ["render json: params[:name]", "html"],
  ])("%j does not reach %s", async (statement, name) => {
    const attributes = await sink(statement, name);
    expect(attributes?.tainted ?? false).toBe(false);
  });

  it("is a word without a shell where a command is given in words", async () => {
    const attributes = await sink('system("ls", params[:dir])', "command");
    expect(attributes).toMatchObject({ tainted: true, shell: false, built: "parameterised", option: true });
  });

  it("is not read by a base class of the same name in another namespace", async () => {
    const scopes = await linkedScopes({
      "config/routes.rb": "Rails.application.routes.draw do\nnamespace :api do\nget 'gems'\nend\nend\n",
      "app/controllers/api/gems_controller.rb":
        "class Api::GemsController < Api::BaseController\ndef index\nend\nend\n",
      "app/controllers/teams/base_controller.rb":
        "class Teams::BaseController < ApplicationController\nbefore_action :find_team\ndef find_team\n@team = Team.find(params[:team_id])\nend\nend\n",
    });
    const scope = scopes.find(({ path }) => path.endsWith("gems_controller.rb"));
    expect(select(scope?.facts ?? [], "data_store")).toEqual([]);
    expect(scope?.blindSpot).toBe("Guards that this class inherits were not in view.");
  });

  it("means nothing outside of controllers", async () => {
    const scopes = await linkedScopes({
      "app/services/export.rb": 'class Export\ndef run(params)\nsystem("tar #{params[:dir]}")\nend\nend\n',
    });
    expect(scopes.flatMap(({ facts }) => select(facts, "sink/command").map((fact) => fact.attributes.tainted))).toEqual(
      [false],
    );
  });
});

describe("records in Rails", () => {
  it.each([
    ["Invoice.find(params[:id])", false],
    ["Invoice.find_by(id: params[:id])", false],
    ["Billing::Invoice.find(params[:id])", false],
    ["current_user.invoices.find(params[:id])", true],
    ["current_user.invoices.where(paid: true).find(params[:id])", true],
    ["Invoice.where(user: current_user).find(params[:id])", true],
    ["Invoice.visible_to(current_user).find(params[:id])", true],
  ])("%j is scoped to who is signed in: %j", async (query, scoped) => {
    const facts = await factsOfAction(`def show\n@invoice = ${query}\nend`);
    const records = select(facts, "data_store/record").map(({ attributes }) => attributes);
    expect(records).toContainEqual(
      expect.objectContaining({ keyed_by: "request", operation: "read", scoped_to_user: scoped }),
    );
  });

  it.each([["authorize @invoice"], ["authorize! :read, @invoice"], ["policy_scope(Invoice)"]])(
    "are guarded by %j",
    async (statement) => {
      const facts = await factsOfAction(`def show\n@invoice = Invoice.find(params[:id])\n${statement}\nend`);
      expect(effectiveControls(facts)).toEqual(["authn", "authz"]);
    },
  );
});

describe("settings in Ruby", () => {
  it.each([
    ["http.verify_mode = OpenSSL::SSL::VERIFY_NONE", "tls"],
    ["HTTParty.get(url, verify: false)", "tls"],
    ["user.password_hash = Digest::MD5.hexdigest(password)", "password_hash"],
    ["JWT.decode(token, nil, false)", "token_verification"],
  ])("%j switches %s off", async (statement, name) => {
    const facts = await factsOfAction(`def show\n${statement}\nend`);
    expect(attributesOf(facts, `control/${name}`)).toMatchObject({ effective: false });
  });
});

describe("what stands in front of the actions of a base controller", () => {
  it("loads for them, and what it writes for itself is not theirs", async () => {
    const before = "before_action :load_order\nbefore_action :note_visit\n";
    const load = "def load_order\n@order = Order.find(params[:id])\nend\n";
    const note = 'def note_visit\nVisit.create(path: "orders")\nend';
    const facts = await factsOfAction("def show\nrender json: @order\nend", application(`${before}${load}${note}`));
    const records = select(facts, "data_store/record").map(({ attributes }) => attributes.collection);
    expect(records).toEqual(["order"]);
    const wipe = application("before_action :wipe\ndef wipe\nOrder.delete(params[:id])\nend");
    const wiped = select(await factsOfAction("def show\nrender json: 1\nend", wipe), "data_store/record");
    expect(wiped.map(({ attributes }) => attributes.operation)).toEqual(["delete"]);
  });
});
