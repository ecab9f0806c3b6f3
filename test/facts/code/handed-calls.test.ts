import { describe, expect, it } from "vitest";
import { attributesOf, factsOf } from "../read-code.ts";

function flask(statement: string) {
  const text = `import io, os, threading, asyncio, zipfile
from flask import Flask, request
app = Flask(__name__)
def unpack(stream, target="/data"):
    with zipfile.ZipFile(stream, "r") as archive:
        archive.extractall(target)
def note(stream, target="/data"):
    return os.path.getsize(target)
@app.route("/restore", methods=["POST"])
def restore():
    upload = request.files.get("archive")
    data = io.BytesIO(upload.read())
    ${statement}
    return "started"
`;
  return attributesOf(factsOf(text, "app/restore.py", "POST /restore"), "sink/archive");
}

describe("functions that a Python worker calls later", () => {
  it.each([
    "threading.Thread(target=unpack, args=(data,)).start()",
    'threading.Thread(target=unpack, kwargs={"stream": data, "target": "/tmp/x"}, daemon=True).start()',
    "threading.Timer(5, unpack, [data]).start()",
    "executor.submit(unpack, data)",
    "executor.submit(unpack, stream=data)",
    "queue.enqueue(unpack, data)",
    "background_tasks.add_task(unpack, data)",
    "loop.run_in_executor(None, unpack, data)",
    "asyncio.create_task(asyncio.to_thread(unpack, data))",
    "asyncio.create_task(unpack(data))",
    "unpack.delay(data)",
    "unpack.apply_async(args=[data])",
  ])("get what %s hands over", (statement) => {
    expect(flask(statement)).toMatchObject({ tainted: true, source: "request.files.archive" });
  });

  it.each([
    'threading.Thread(target=unpack, args=("/srv/backup.zip",)).start()',
    'executor.submit(unpack, "/srv/backup.zip")',
    "queue.enqueue(note, data)",
    "loop.run_in_executor(data, note)",
  ])("stay out of it in %s", (statement) => {
    expect(flask(statement)).toEqual(statement.includes("unpack") ? expect.objectContaining({ tainted: false }) : null);
  });
});

function express(statement: string) {
  const text = `import express from "express";
import { exec } from "node:child_process";
const app = express();
function run(name) { exec("convert " + name); }
app.post("/convert", (req, res) => { ${statement} });`;
  return attributesOf(factsOf(text, "src/app.ts", "POST /convert"), "sink/command");
}

describe("functions that a JavaScript timer calls later", () => {
  it.each([
    "setTimeout(() => run(req.body.name), 10);",
    "setTimeout(run, 10, req.body.name);",
    "setImmediate(run, req.body.name);",
    "process.nextTick(run, req.body.name);",
    "run.call(null, req.body.name);",
    "run.apply(null, [req.body.name]);",
  ])("get what %s hands over", (statement) => {
    expect(express(statement)).toMatchObject({ tainted: true, source: "req.body.name" });
  });

  it.each(["setTimeout(run, req.body.delay);", 'setImmediate(run, "a.png");', 'run.call(req, "a.png");'])(
    "stay out of it in %s",
    (statement) => {
      expect(express(statement)).toMatchObject({ tainted: false });
    },
  );
});
