import express from "express";
import session from "express-session";
import { accounts } from "./accounts.ts";
import { requireUser } from "./guards.ts";
import { invoices } from "./invoices.ts";
import { orders } from "./orders.ts";

const app = express();
app.use(express.json({ limit: "100kb" }));
app.use(
  session({
    secret: process.env.SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, secure: true, sameSite: "lax" },
  }),
);

app.use("/account", accounts);
app.use("/invoices", requireUser, invoices);
app.use("/orders", requireUser, orders);

app.listen(3000);
