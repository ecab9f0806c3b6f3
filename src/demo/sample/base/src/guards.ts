import type { NextFunction, Request, Response } from "express";

/** Lets signed-in customers through. */
export function requireUser(request: Request, response: Response, next: NextFunction) {
  if (!request.session.user) {
    response.status(401).end();
    return;
  }
  next();
}
