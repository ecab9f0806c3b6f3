import { Pool } from "pg";

export const pool = new Pool({ connectionString: process.env.DATABASE_URL });

/** Loads one row by its id, or undefined. */
export async function findById(table: "invoices" | "orders" | "customers", id: string) {
  const { rows } = await pool.query(`SELECT * FROM ${table} WHERE id = $1`, [id]);
  return rows[0];
}
