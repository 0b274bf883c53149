import { RempartError } from "../../../lib/errors.ts";
import { parseMail } from "./parse.ts";

/** The child process of parser.ts: a mail in, what it says out. It says nothing else, for that could hold what was written. */
export type ParseReply =
  | { readonly ready: true }
  | { readonly mail: unknown }
  | { readonly unreadable: true };

process.on("message", (bytes: Uint8Array) => {
  parseMail(bytes).then(
    (mail) => answer({ mail }),
    (error: unknown) => {
      if (!(error instanceof RempartError)) throw error; // not foreseen: the process ends, its successor starts clean
      answer({ unreadable: true });
    },
  );
});

answer({ ready: true });

function answer(reply: ParseReply): void {
  process.send?.(reply);
}
