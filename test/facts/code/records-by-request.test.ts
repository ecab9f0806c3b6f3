import { describe, expect, it } from "vitest";
import { factsOf, select } from "../read-code.ts";

function pythonRecords(query: string) {
  const text = `from fastapi import FastAPI, Depends
from sqlalchemy import delete, insert, select, update
from .auth import get_current_user
from .db import get_db
from .models import Note

app = FastAPI()

@app.put("/notes/{note_id}")
async def save(note_id: str, db=Depends(get_db), user=Depends(get_current_user)):
    ${query}
`;
  const facts = factsOf(text, "app/main.py", "PUT /notes/{note_id}");
  return select(facts, "data_store/record").map(({ attributes }) => attributes);
}

describe("the record that a request chooses, with SQLAlchemy", () => {
  it.each([
    ["(await db.execute(select(Note).where(Note.id == note_id))).scalar_one_or_none()", "read"],
    ["db.exec(select(Note).where(Note.id == note_id)).first()", "read"],
    ["(await db.scalars(select(Note).filter_by(id=note_id))).first()", "read"],
    ["await db.execute(delete(Note).where(Note.id == note_id))", "delete"],
    ["await db.execute(update(Note).where(Note.id == note_id).values(open=True))", "write"],
    ["statement = update(Note).where(Note.id == note_id)\n    await db.execute(statement)", "write"],
  ])("is told once: %s", (query, operation) => {
    expect(pythonRecords(query)).toEqual([
      expect.objectContaining({ operation, keyed_by: "request", scoped_to_user: false, collection: "note" }),
    ]);
  });

  it.each([
    "db.exec(select(Note).where(Note.id == note_id, Note.user_id == user.id)).first()",
    "await db.execute(delete(Note).where(Note.id == note_id).where(Note.owner_id == user.id))",
  ])("is one of the caller's own: %s", (query) => {
    expect(pythonRecords(query)).toEqual([expect.objectContaining({ scoped_to_user: true })]);
  });
});

describe("the record that a request chooses, elsewhere", () => {
  it.each([
    [`await _connection.QueryFirstAsync<Note>("SELECT * FROM Notes WHERE Id = @id", new { id })`, "read"],
    [`await _connection.ExecuteAsync("DELETE FROM Notes WHERE Id = @id", new { id })`, "delete"],
  ])("is told of Dapper: %s", (query, operation) => {
    const text = `[ApiController]
[Authorize]
[Route("notes")]
public class NotesController : ControllerBase
{
    private readonly IDbConnection _connection;

    [HttpPost("{id}")]
    public async Task<IActionResult> Save(string id)
    {
        return Ok(${query});
    }
}`;
    const found = select(factsOf(text, "src/NotesController.cs", "POST /notes/{id}"), "data_store/record");
    expect(found.map(({ attributes }) => attributes)).toEqual([
      expect.objectContaining({ operation, keyed_by: "request", collection: "Notes" }),
    ]);
  });

  it.each([
    [`db.Where("id = ? AND user_id = ?", c.Param("id"), c.GetString("userID")).First(&note)`, true],
    [`db.Where("id = ?", c.Param("id")).First(&note)`, false],
    [`db.Where("id = ? AND place = ?", c.Param("id"), c.GetString("region")).First(&note)`, false],
  ])("is one of the caller's own where a column of GORM says so: %s", (query, scoped) => {
    const text = `package web

import ("github.com/gin-gonic/gin"; "gorm.io/gorm")

func routes(r *gin.Engine, db *gorm.DB) {
	r.GET("/notes/:id", func(c *gin.Context) {
		var note Note
		${query}
		c.JSON(200, note)
	})
}
`;
    const found = select(factsOf(text, "web/routes.go", "GET /notes/:id"), "data_store/record");
    expect(found.map(({ attributes }) => attributes["scoped_to_user"])).toContain(scoped);
    expect(found.map(({ attributes }) => attributes["scoped_to_user"])).not.toContain(!scoped);
  });
});
