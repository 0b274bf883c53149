import { RempartError } from "./errors.ts";

export type ChildAnswer =
  | { readonly value: unknown }
  | { readonly refused: Pick<RempartError, "code" | "status" | "message" | "details"> };

/**
 * The child's side of children.ts: one request in, one answer out. A refusal (RempartError) is answered as such; any other
 * error was not foreseen, so the process ends and its successor starts clean. It ends with the process that started it.
 */
export function answerParent<Request>(work: (request: Request) => Promise<unknown>): void {
  const say = (answer: ChildAnswer | "ready") => process.send?.(answer);
  process.on("disconnect", () => process.exit());
  process.on("message", (request: Request) => {
    work(request).then(
      (value) => say({ value }),
      (error: unknown) => {
        if (!(error instanceof RempartError)) throw error;
        const { code, status, message, details } = error;
        say({ refused: { code, status, message, details } });
      },
    );
  });
  say("ready");
}
