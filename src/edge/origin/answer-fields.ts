import { endToEnd, Fields, without } from "../http/fields.ts";

/**
 * Fields of an answer that stop here. `Alt-Svc` would send browsers for this hostname to a server that is not an edge, past
 * every measure and to the origin's address; `Rempart-Ledger` is what a refusal is recognised by, and only an edge refuses.
 */
const NOT_FROM_ORIGIN: ReadonlySet<string> = new Set(["alt-svc", "rempart-ledger"]);

/** RFC 9110 §8.6: a 204 has no length; one that says so was framed for something else. */
const NOT_IN_204: ReadonlySet<string> = new Set([...NOT_FROM_ORIGIN, "content-length"]);

/**
 * An origin's fields as they may cross, from the bytes of the wire: a name, a value, a name, … Each byte becomes one
 * character, so that what is not ASCII (RFC 9110 §5.5) goes on as it came.
 */
export function answerFields(status: number, wire: readonly Uint8Array[]): Fields {
  const list = new Array<string>(wire.length);
  for (let i = 0; i < wire.length; i++) list[i] = (wire[i] as Buffer).toString("latin1");
  return new Fields(without(endToEnd(new Fields(list)), status === 204 ? NOT_IN_204 : NOT_FROM_ORIGIN));
}
