import { describe, expect, it } from "vitest";
import { attributesOf, factsOf, scopesOf, select } from "../read-code.ts";

function express(statement: string) {
  const text = `import express from "express"; import axios from "axios"; import http from "node:http"; import https from "node:https"; import { config } from "./config.ts";
const HOME = "https://api.test"; const app = express();
app.post("/things", async (req, res) => { ${statement} });`;
  return attributesOf(factsOf(text, "src/app.ts", "POST /things"), "sink/outbound_http")?.tainted;
}

function flask(statement: string) {
  const text = `import requests, httpx, aiohttp
from flask import Flask, request
app = Flask(__name__)
@app.route("/things", methods=["POST"])
def things():
    ${statement}
    return "x"
`;
  return attributesOf(factsOf(text, "shop/app.py", "POST /things"), "sink/outbound_http")?.tainted;
}

describe("the address of an outbound request", () => {
  it.each([
    "await fetch(req.body.url);",
    "await fetch(`https://${req.body.host}/a`);",
    "await fetch(`https://api.test${req.body.path}`);",
    "await fetch(`${config.home}${req.body.path}`);",
    "await fetch(HOME + req.body.path);",
    'const address = "https://" + req.body.host + "/a"; await fetch(address);',
    "await axios({ method: 'post', url: req.body.url });",
    "await axios.get(`${req.body.home}/a`);",
    "const client = req.body.secure ? https : http; client.request({ hostname: req.body.host });",
  ])("is chosen by the caller: %s", (statement) => {
    expect(express(statement)).toBe(true);
  });

  it.each([
    "await fetch(`https://api.test/things/${req.body.id}`);",
    "await fetch('https://api.test/?q=' + req.body.q);",
    "const address = `https://api.test/things?q=${req.body.q}`; await fetch(address);",
    "await fetch(`${config.home}/things/${req.body.id}`);",
    "await fetch(HOME + '/things/' + req.body.id);",
    "await fetch('https://api.test/', { method: 'POST', body: req.body.text });",
    "await axios({ url: 'https://api.test/a', data: req.body });",
    "await axios.post('https://api.test/a', req.body);",
  ])("is not: %s", (statement) => {
    expect(express(statement)).toBe(false);
  });

  it.each([
    'requests.get(request.form["url"])',
    'requests.post(url=request.form["url"], json={})',
    'requests.request("GET", request.form["url"])',
    'requests.get("https://%s/a" % request.form["host"])',
    'aiohttp.request("GET", request.form["url"])',
  ])("is chosen by the caller: %s", (statement) => {
    expect(flask(statement)).toBe(true);
  });

  it.each([
    'requests.post("https://api.test/a", json={"text": request.form["text"]})',
    'requests.get("https://api.test/a?to={}".format(request.form["to"]))',
    'requests.get("https://api.test/a", params={"q": request.form["q"]}, headers=request.headers)',
    'httpx.request("POST", "https://api.test/a", data=request.form["text"])',
  ])("is not: %s", (statement) => {
    expect(flask(statement)).toBe(false);
  });
});

function logged(value: string) {
  return factsOf(
    `export function start(auth) { console.log(\`key: \${${value}}\`, auth.email); }`,
    "src/a.ts",
    "start",
  );
}

function tokensIn(body: string): number {
  const facts = scopesOf(`export function read(raw) {\n${body}\n}`, "src/a.ts").flatMap((scope) => scope.facts);
  return select(facts, "data_class/credential").length;
}

describe("a token in a log line", () => {
  it.each([
    ["  for (const token of raw.split(',')) console.warn(`unknown: ${token}`);", 0],
    ["  const token = next(raw);\n  console.log('at', token);", 0],
    ["  const token = raw.headers.authorization;\n  console.log('at', token);", 1],
    ["  const token = login(raw);\n  console.log('at', token);", 1],
    ["  console.log('at', raw.accessToken);", 1],
  ])("is a credential where something speaks of signing in: %s", (body, count) => {
    expect(tokensIn(body)).toBe(count);
  });
});

describe("credentials in a log line", () => {
  it.each(["maskApiKey(auth.apiKey)", "redact(auth.token)", "hashOf(auth.password)", "Boolean(auth.apiKey)"])(
    "are none behind %s",
    (value) => {
      expect(attributesOf(logged(value), "data_class/credential")).toBeNull();
    },
  );

  it.each(["auth.isTokenExpired", "auth.tokenStatus", "maskedApiKey", "auth.token === null", "!auth.password"])(
    "are none in what is only said of one: %s",
    (value) => {
      expect(attributesOf(logged(value), "data_class/credential")).toBeNull();
    },
  );

  it.each(["sources.apiKey", "configSources.token", "errors.password"])(
    "are none where only something of them is told: %s",
    (value) => {
      expect(attributesOf(logged(value), "data_class/credential")).toBeNull();
    },
  );

  it.each(["auth.apiKey", "String(auth.token)", "format(auth.password)"])("are there in %s", (value) => {
    expect(attributesOf(logged(value), "data_class/credential")).toMatchObject({ place: "log" });
  });
});
