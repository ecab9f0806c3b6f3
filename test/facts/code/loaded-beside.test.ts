import { describe, expect, it } from "vitest";
import { factsOf, select } from "../read-code.ts";

const GO = (line: string) =>
  `package main\n\nimport (\n\t"log/slog"\n\t"net/http"\n)\n\nfunc routes(mux *http.ServeMux, db *gorm.DB, logger *slog.Logger) {\n\tmux.HandleFunc("POST /notes", func(w http.ResponseWriter, r *http.Request) {\n\t\tvar note Note\n\t\t${line}\n\t})\n}\n`;

const express = (options: string) =>
  `import express from "express";\nconst app = express();\napp.get("/notes/:id", async (req, res) => {\n  res.json(await prisma.note.findFirst({ ${options} }));\n});\n`;

const scopesIn = (line: string) => select(factsOf(GO(line), "main.go", "POST /notes"), "control/query_scope");

describe("what is loaded with a record", () => {
  it("holds the record to nothing", () => {
    expect(scopesIn('db.Preload("User").First(&note, "id = ?", r.FormValue("id"))')).toEqual([]);
    expect(scopesIn('db.First(&note, "id = ? AND project_id = ?", r.FormValue("id"), project.ID)')).toHaveLength(1);
  });

  it("is no condition among the options of a query", () => {
    const where = "where: { id: req.params.id }";
    expect(select(factsOf(express(`${where}, include: { user: true }`)), "control/query_scope")).toEqual([]);
    const held = express("where: { id: req.params.id, groupId: group.id }");
    expect(select(factsOf(held), "control/query_scope")).toHaveLength(1);
  });
});

describe("what a structured logger of Go writes", () => {
  it.each([
    'slog.Info("in", "email", user.Email)',
    'slog.InfoContext(r.Context(), "in", "email", user.Email)',
    's.logger.ErrorContext(r.Context(), "in", "email", user.Email)',
    'logger.Warnw("in", "email", user.Email)',
  ])("is in the log: %s", (line) => {
    expect(select(factsOf(GO(line), "main.go", "POST /notes"), "data_class/personal")).toHaveLength(1);
  });
});

describe("what is destroyed", () => {
  it.each(["Stores", "JoinRequest", "Chart"])("is a record of %s, however the model is called", (model) => {
    const text = `import express from "express";\nimport { ${model} } from "./models.ts";\nconst app = express();\napp.delete("/x/:id", async (req, res) => {\n  await ${model}.destroy({ where: { id: req.params.id } });\n  res.end();\n});\n`;
    expect(select(factsOf(text), "data_store/record")).toHaveLength(1);
  });
});
