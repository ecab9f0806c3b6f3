import { describe, expect, it } from "vitest";
import { scopesOf, select } from "../read-code.ts";

/** A class that finds its framework by itself, as files of a library do. */
function server(route: string): string {
  return `module Shop
  class Server < Sinatra::Base
    get '/orders' do
${route}
    end

    private

    def refuse(code, message)
      page = <<HTML
<html><body><h1>Error - #{code}</h1><p>#{message}</p></body></html>
HTML
      halt [code, page]
    end
  end
end
`;
}

function pagesOf(route: string): unknown[] {
  const [scope] = scopesOf(server(route), "lib/shop/server.rb").filter(({ name }) => name === "GET /orders");
  return select(scope?.facts ?? [], "sink/html").map(({ attributes }) => attributes.source);
}

describe("a class that extends Sinatra's", () => {
  it("has routes, whoever loads the framework", () => {
    expect(scopesOf(server("      'ok'"), "lib/shop/server.rb").map(({ name }) => name)).toContain("GET /orders");
    const other = server("      'ok'").replace("Sinatra::Base", "Shop::Base");
    expect(scopesOf(other, "lib/shop/server.rb").map(({ name }) => name)).not.toContain("GET /orders");
  });

  it.each([
    '      halt 400, "<b>#{params[:sort]}</b>"',
    '      body "<b>#{params[:sort]}</b>"',
    '      refuse(400, "not #{params[:sort]}")',
    "      params[:sort] ||= 'date'\n      refuse(400, \"not #{params[:sort]}\")",
    "      locked do\n        refuse(400, params[:sort])\n      end",
  ])("answers with the page that it is given: %s", (route) => {
    expect(pagesOf(route)).toEqual(["params.sort"]);
  });

  it.each([
    '      halt 400, "not #{params[:sort]}"',
    '      halt 400, "<b>no</b>"',
    "      params[:sort] = 'date'\n      refuse(400, params[:sort])",
    "      refuse(400, 'no')",
  ])("makes no page of anything else: %s", (route) => {
    expect(pagesOf(route)).toEqual([]);
  });
});

describe("a route of Sinatra", () => {
  it("calls no methods of other classes by their names alone", () => {
    const text = `class Session
  def redirect(url)
    system("open #{url}")
  end
end
class Web < Sinatra::Base
  get('/r') { redirect '/x/' + params[:u] }
end
`;
    const facts = scopesOf(text, "lib/web.rb").find(({ name }) => name === "GET /r")?.facts ?? [];
    expect(select(facts, "sink/command")).toEqual([]);
  });
});

describe("a default in Ruby", () => {
  it("is what a variable holds", () => {
    const text = `def rows(id)\n  sql ||= "SELECT * FROM users WHERE id = '#{id}'"\n  connection.execute(sql)\nend\n`;
    expect(select(scopesOf(text, "lib/repo.rb")[0]?.facts ?? [], "sink/sql")).toHaveLength(1);
  });
});
