import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/domain/fact.ts";
import { READERS } from "../../../src/facts/readers.ts";
import { templateReader } from "../../../src/facts/templates/template-reader.ts";

function factsOf(text: string, path: string): readonly Fact[] {
  const facts = templateReader.read({ path, side: "head", text });
  if (facts instanceof Promise) throw new Error("The template reader answers at once.");
  return facts.scopes.flatMap((scope) => scope.facts);
}

function valuesOf(attribute: string, tag: string): unknown[] {
  return factsOf(tag, "a.html").map(({ attributes }) => attributes[attribute]);
}

function rawIn(text: string, path: string): unknown[] {
  return factsOf(text, path).map(({ attributes }) => attributes["source"]);
}

describe("a template", () => {
  it.each([
    ["<p>{{ user.name|raw }}</p>", "a.html.twig", "user.name"],
    ["<p>{{ query | safe }}</p>", "templates/a.html", "query"],
    ["<p>{{- comment.title|default('x')|raw -}}</p>", "a.twig", "comment.title"],
    ["<p>{!! $user->name !!}</p>", "resources/views/a.blade.php", "user->name"],
    ["<p><%== @user.name %></p>", "a.html.erb", "@user.name"],
    ["<p><%= raw @post.title %></p>", "a.html.erb", "@post.title"],
    ["<p><%= @post.title.html_safe %></p>", "a.html.erb", "@post.title"],
    ["<p><%- message %></p>", "views/a.ejs", "message"],
    ["p.note(class='x')!= note.message", "a.pug", "note.message"],
    ["p Hello !{user.name}", "a.pug", "user.name"],
    ["<p>{{{ user.name }}}</p>", "a.hbs", "user.name"],
    ["<p>{{& user.name }}</p>", "a.mustache", "user.name"],
    ['<p v-html="comment.message"></p>', "src/a.vue", "comment.message"],
    ["<p>{@html comment.text}</p>", "src/a.svelte", "comment.text"],
  ])("prints a text as it is: %s", (text, path, source) => {
    expect(rawIn(`<div>\n${text}\n</div>`, path)).toEqual([source]);
  });

  it.each([
    ["{{ user.name }}", "a.twig"],
    ["{{ 'page.title'|trans|raw }}", "a.twig"],
    ["{{ user.name|escape|nl2br|raw }}", "a.twig"],
    ["{{ user.name|raw|upper }}", "a.twig"],
    ["{{ page.content|raw }}", "a.twig"],
    ["{# {{ user.name|raw }} #}", "a.twig"],
    ["<!-- {{ user.name|raw }} -->", "a.twig"],
    ["{!! __('messages.title') !!}", "a.blade.php"],
    ["{!! json_encode($title) !!}", "a.blade.php"],
    ["{!! clean($comment->text) !!}", "a.blade.php"],
    ["{{-- {!! $user->name !!} --}}", "a.blade.php"],
    ["<%- include('header', { title: title }) %>", "a.ejs"],
    ["if user.name != page.title", "a.pug"],
    ["p= user.name", "a.pug"],
    ["<%= sanitize(@post.title) %>", "a.erb"],
    ["<p v-html=\"$t('message.title')\"></p>", "a.vue"],
    ['<p v-html="DOMPurify.sanitize(message)"></p>', "a.vue"],
  ])("prints nothing that anyone may write: %s", (text, path) => {
    expect(factsOf(text, path)).toEqual([]);
  });

  it("stands on the line that prints", () => {
    const [fact] = factsOf("<div>\n{# two\nlines #}\n{{ user.name|raw }}\n", "a.twig");
    expect(fact).toMatchObject({ startLine: 4, quote: "{{ user.name|raw }}" });
  });

  it("loads scripts of other hosts with or without a checksum", () => {
    expect(valuesOf("verified", '<script src="https://cdn.test/npm/a@1.2.3/a.js"></script>')).toEqual([false]);
    expect(valuesOf("verified", '<script src="//cdn.test/a/1.2.3/a.js" integrity="sha384-x"></script>')).toEqual([
      true,
    ]);
    expect(
      valuesOf("verified", '<script src="https://pay.test/v3/"></script><script src="/a@1.2.3.js"></script>'),
    ).toEqual([]);
  });

  it("sends a form without encryption", () => {
    expect(valuesOf("host", '<form method="post" action="http://shop.test.org/pay">')).toEqual(["shop.test.org"]);
    expect(
      valuesOf("host", '<form action="https://shop.test.org/pay"><form action="http://localhost/x"><form action="/x">'),
    ).toEqual([]);
  });

  it("switches its escaping off", () => {
    expect(factsOf("{% autoescape false %}", "a.twig")).toMatchObject([{ name: "encoding" }]);
    expect(factsOf("{% autoescape 'html' %}", "a.twig")).toEqual([]);
  });

  it("is read as a template even where its file ends like code", () => {
    expect(READERS.find((reader) => reader.reads("resources/views/a.blade.php"))?.id).toBe("template");
    expect(READERS.find((reader) => reader.reads("src/a.php"))?.id).toBe("code");
  });

  it.each([
    ["{{".repeat(100_000), "a.twig"],
    ["<!--".repeat(100_000), "a.html"],
    [`{!! ${"a".repeat(1_000_000)}`, "a.blade.php"],
    [`<script ${"src=".repeat(100_000)}`, "a.html"],
    ["<%=".repeat(100_000), "a.erb"],
    ["{{{\n".repeat(50_000), "a.hbs"],
    [`${"a.".repeat(100_000)}!=`, "a.pug"],
  ])("that is hostile is read to its end: %#", (text, path) => {
    expect(factsOf(text, path)).toEqual([]);
  });
});
