import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { workText } from "../work.ts";

/** What a program does that files reports by the API: altcha-lib's own solver, and the text for the field `work`. */
export async function solve(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  if (solution === null) throw new Error("the challenge was not solved in time");
  return workText({ challenge, solution });
}
