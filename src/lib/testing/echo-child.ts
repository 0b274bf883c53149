import { answerParent } from "../answer-parent.ts";
import { unprocessable } from "../errors.ts";

/** Says who it is and what it was asked; ends, fails, refuses or says nothing, where it is asked to. */
answerParent(async (request: string) => {
  if (request === "end") process.exit(1);
  if (request === "silence") return new Promise(() => {});
  if (request === "refusal") throw unprocessable("echo.refused", "as asked", { field: "request" });
  if (request === "error") throw new Error("not foreseen");
  return { pid: process.pid, request };
});
