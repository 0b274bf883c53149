import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { RempartError } from "../../lib/errors.ts";

/** Sends one command and returns the answer. */
export type Command = (command: string) => Promise<string>;

/**
 * HAProxy's runtime API on its Unix socket: one command per connection, the answer ends with it. Rejects
 * `connector.haproxy-down`.
 */
export const runtimeSocket =
  (path: string, timeoutMs = 5000): Command =>
  async (command) => {
    const socket = connect(path);
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error("no answer in time")));
    try {
      socket.end(`${command}\n`);
      return await text(socket);
    } catch (error) {
      throw new RempartError("connector.haproxy-down", 502, `HAProxy does not answer on ${path}`, {}, error);
    } finally {
      socket.destroy();
    }
  };

export interface MapEntry {
  /** HAProxy's own name for the entry, which no character of a key can confuse. */
  readonly ref: string;
  readonly key: string;
  readonly value: string;
}

/** Entries of a map as `show map` prints them: `0x55d… key value`. Throws `connector.haproxy` with HAProxy's words. */
export async function showMap(command: Command, map: string): Promise<readonly MapEntry[]> {
  const answer = await command(`show map ${map}`);
  return answer
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [, ref, key, value] = /^(0x[0-9a-f]+) (\S+) (.*)$/.exec(line) ?? [];
      if (ref === undefined || key === undefined || value === undefined) throw refused("show map", line);
      return { ref, key, value };
    });
}

/** A command's payload ends at an empty line and must fit in one buffer of HAProxy's (16 KB by default). */
const MAX_PAYLOAD_CHARACTERS = 8000;

/** Adds entries as payload: nothing in it is read as a command. An entry takes effect with the answer. */
export async function addEntries(
  command: Command,
  map: string,
  entries: Iterable<readonly [key: string, value: string]>,
): Promise<void> {
  let payload = "";
  const flush = async () => {
    if (payload !== "") await expectSilence(command, `add map ${map} <<\n${payload}`, "add map");
    payload = "";
  };
  for (const [key, value] of entries) {
    const line = `${key} ${value}\n`;
    if (payload.length + line.length > MAX_PAYLOAD_CHARACTERS) await flush();
    payload += line;
  }
  await flush();
}

export async function removeEntries(
  command: Command,
  map: string,
  entries: readonly MapEntry[],
): Promise<void> {
  for (const { ref } of entries) await expectSilence(command, `del map ${map} #${ref}`, "del map");
}

async function expectSilence(command: Command, line: string, what: string): Promise<void> {
  const answer = await command(line);
  if (answer.trim() !== "") throw refused(what, answer);
}

const refused = (what: string, answer: string): RempartError =>
  new RempartError("connector.haproxy", 502, `HAProxy refused "${what}": ${answer.trim().slice(0, 200)}`);
