import { matchSealed } from "../screening/index.ts";
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
    process.send?.({ id, spans: matchSealed(key, input.tagged, input.text) });
  } catch {
    process.send?.({ id, error: "the text could not be matched" });
  }
});
