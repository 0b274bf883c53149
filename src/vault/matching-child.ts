import { createSealedMatcher } from "../screening/index.ts";
import type { CallInput } from "./calls.ts";

/** The child process of matching.ts: gets the key once, then texts; sends back spans. */
let key: Uint8Array = new Uint8Array();

type Message = { key: Uint8Array } | { id: number; input: CallInput<"match"> };

process.on("message", (message: Message) => {
  if ("key" in message) {
    key = message.key;
    return;
  }
  const { id, input } = message;
  try {
    const sealed = createSealedMatcher(key, input.tagged);
    process.send?.({ id, spans: sealed.find(input.text), outdated: sealed.outdated });
  } catch {
    process.send?.({ id, error: "the text could not be matched" });
  }
});
