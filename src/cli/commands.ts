import type { CliCommand } from "./command.ts";
import { configCheck } from "./config-check.ts";
import { demo } from "./demo.ts";
import { doctor } from "./doctor.ts";
import { evaluation } from "./eval.ts";
import { init } from "./init.ts";
import { register } from "./register.ts";
import { review } from "./review.ts";
import { serve } from "./serve.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CliCommand[] = [review, init, configCheck, register, serve, doctor, evaluation, demo];
