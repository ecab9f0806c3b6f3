import { Router } from "express";
import { z } from "zod";
import { checkPassword } from "./passwords.ts";

const credentials = z.object({ email: z.email(), password: z.string().min(8).max(200) });

export const accounts = Router();

accounts.post("/login", async (request, response) => {
  const { email, password } = credentials.parse(request.body);
  const user = await checkPassword(email, password);
  if (!user) {
    response.status(401).json({ error: "Wrong email or password." });
    return;
  }
  request.session.user = user;
  response.json({ name: user.name });
});
