import { scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { pool } from "./database.ts";

const derive = promisify(scrypt);

/** Returns the customer whose email and password match, or null. */
export async function checkPassword(email: string, password: string) {
  const { rows } = await pool.query("SELECT id, name, salt, hash FROM customers WHERE email = $1", [email]);
  const customer = rows[0];
  if (!customer) return null;
  const candidate = await derive(password, customer.salt, 64);
  return timingSafeEqual(candidate as Buffer, customer.hash) ? { id: customer.id, name: customer.name } : null;
}
