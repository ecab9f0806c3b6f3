import { describe, expect, it } from "vitest";
import { attributesOf, linkedScopes } from "../read-code.ts";

async function sink(statement: string, name: string) {
  const scopes = await linkedScopes({
    "app/controllers/application_controller.rb": "class ApplicationController < ActionController::Base\nend\n",
    "app/controllers/reports_controller.rb": `class ReportsController < ApplicationController\ndef show\n${statement}\nend\nend\n`,
  });
  return attributesOf(
    scopes.flatMap(({ facts }) => facts),
    `sink/${name}`,
  );
}

describe("markup that a Rails application calls safe", () => {
  it.each([
    ['@title = "<b>#{params[:q]}</b>".html_safe'],
    ['@title = ("<b>" + params[:q]).html_safe'],
    ["@title = helpers.raw(params[:q])"],
    ["@title = ActiveSupport::SafeBuffer.new(params[:q])"],
    ["@page.safe_concat(params[:q])"],
    ["render js: \"alert('#{params[:q]}')\""],
  ])("%j", async (statement) => {
    expect(await sink(statement, "html")).toMatchObject({ tainted: true, source: "params.q" });
  });

  it.each([
    ['@title = "<b>#{h(params[:q])}</b>".html_safe'],
    ['@title = "<b>#{params[:count].to_i}</b>".html_safe'],
    ['@title = "<b>Reports</b>".html_safe'],
    ['@title = ("<b>" + ERB::Util.html_escape(params[:q])).html_safe'],
    ['@title = "<b>#{params[:q]}</b>".upcase'],
    ["render json: params[:q]"],
  ])("is none in %j", async (statement) => {
    expect(await sink(statement, "html")).toBeNull();
  });
});

describe("the address that a Rails application calls", () => {
  it.each([
    ["URI.parse(params[:url]).open"],
    ["URI(params[:url]).read"],
    ["RestClient::Request.execute(method: :get, url: params[:url])"],
    ["RestClient::Resource.new(params[:url]).get"],
    ["Typhoeus::Request.new(params[:url]).run"],
    ["Faraday.new(url: params[:url]).get('/status')"],
    ["Faraday.new(params[:url]).get('/status')"],
    ["Down.open(params[:url])"],
    ["HTTPClient.new.get_content(params[:url])"],
  ])("%j", async (statement) => {
    expect(await sink(statement, "outbound_http")).toMatchObject({ tainted: true, source: "params.url" });
  });

  it.each([
    ['URI.parse("https://example.com/status").open'],
    ['URI.parse("https://example.com/#{params[:id].to_i}").open'],
    ['RestClient::Request.execute(method: :get, url: "https://example.com", payload: params[:url])'],
    ['Faraday.new(url: "https://example.com", params: { q: params[:url] })'],
    ["account.open"],
  ])("is not chosen in %j", async (statement) => {
    expect((await sink(statement, "outbound_http"))?.tainted ?? false).toBe(false);
  });
});

describe("what else a caller reaches in Rails", () => {
  it.each([
    ['Process.spawn("tar #{params[:q]}")', "command"],
    ['PTY.spawn("tar #{params[:q]}")', "command"],
    ['Dir["/data/#{params[:q]}/*"]', "file"],
    ['YAML.load_file("/data/#{params[:q]}")', "file"],
    ['File.rename("/data/new", "/data/#{params[:q]}")', "file"],
    ["Report.where.not(\"title = '#{params[:q]}'\")", "sql"],
    ["Report.exists?(\"title = '#{params[:q]}'\")", "sql"],
    ['Report.select("id, #{params[:q]}")', "sql"],
    ['Report.sum("price * #{params[:q]}")', "sql"],
    ["report.try(params[:q])", "member"],
  ])("%j reaches %s", async (statement, name) => {
    expect(await sink(statement, name)).toMatchObject({ tainted: true, source: "params.q" });
  });

  it.each([
    ['Process.spawn("tar", "--", "archive")', "command"],
    ['Dir["/data/*.yml"]', "file"],
    ['Dir["/data/#{File.basename(params[:q])}/*"]', "file"],
    ["directories[params[:q]]", "file"],
    ['YAML.load_file("/data/settings.yml")', "file"],
    ["Report.where.not(title: params[:q])", "sql"],
    ['Report.exists?(["title = ?", params[:q]])', "sql"],
    ["Report.select(:id, :title)", "sql"],
    ['form.select("report_#{params[:q]}")', "sql"],
    ['Report.sum("price * #{params[:q].to_i}")', "sql"],
    ["report.try(:title, params[:q])", "member"],
    ['"Reports::#{params[:q]}".constantize', "member"],
  ])("%j does not reach %s", async (statement, name) => {
    expect((await sink(statement, name))?.tainted ?? false).toBe(false);
  });
});
