import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { RempartError } from "../../lib/errors.ts";

/** Sends one line (commands separated by `;`, or one command with a payload) and returns the answer. */
export type Command = (command: string) => Promise<string>;

/**
 * HAProxy's runtime API on its Unix socket: one line per connection, the answer ends with it. Rejects
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

/** An entry as it stands in a map file: key, one space, value. */
export type MapLine = string;

export interface HeldLine {
  /** HAProxy's own name for the entry, which no character of a key can confuse. */
  readonly ref: string;
  readonly line: MapLine;
}

/** Entries of a map as `show map` prints them: `0x55d… key value`. Throws `connector.haproxy` with HAProxy's words. */
export async function showMap(command: Command, map: string): Promise<readonly HeldLine[]> {
  const held: HeldLine[] = [];
  for (const shown of (await command(`show map ${map}`)).split("\n")) {
    if (shown === "") continue;
    const at = shown.indexOf(" ");
    if (!shown.startsWith("0x") || at === -1) throw refused("show map", shown);
    held.push({ ref: shown.slice(0, at), line: shown.slice(at + 1) });
  }
  return held;
}

/** What a line may hold: it must fit in one buffer of HAProxy's, 16,384 bytes by default. */
const MAX_LINE_CHARACTERS = 15_500;

/** Lines under way: while HAProxy reads one, the next is written. */
const AT_A_TIME = 3;

/** Adds entries as payload: nothing in it is read as a command. An entry takes effect with the answer. */
export const addLines = (command: Command, map: string, lines: Iterable<MapLine>): Promise<void> =>
  addTo(command, map, "", lines);

export async function removeLines(command: Command, map: string, held: readonly HeldLine[]): Promise<void> {
  const commands = held.map(({ ref }) => `del map ${map} #${ref}`);
  // An empty command, as after a last `;`, is an unknown one.
  for (const some of packed(commands, ";")) await expectSilence(command, some, "del map");
}

/**
 * Puts these entries in the place of all that the map holds, in one step: a request sees the old ones or the new ones
 * (HAProxy 2.4 and later). What was prepared and never committed is never seen, and goes with the next commit.
 */
export async function replaceLines(command: Command, map: string, lines: Iterable<MapLine>): Promise<void> {
  const answer = await command(`prepare map ${map}`);
  const version = /^New version created: (\d+)$/m.exec(answer)?.[1];
  if (version === undefined) throw refused("prepare map", answer);
  await addTo(command, map, `@${version} `, lines);
  await expectSilence(command, `commit map @${version} ${map}`, "commit map");
}

async function addTo(
  command: Command,
  map: string,
  version: string,
  lines: Iterable<MapLine>,
): Promise<void> {
  const head = `add map ${version}${map} <<\n`;
  const texts = packed(lines, "\n");
  const worker = async () => {
    for (const text of texts) await expectSilence(command, `${head}${text}\n`, "add map");
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}

/** As few texts as hold all the parts, with something between them. */
function* packed(parts: Iterable<string>, between: string): Generator<string> {
  let text = "";
  for (const part of parts) {
    if (text !== "" && text.length + between.length + part.length > MAX_LINE_CHARACTERS) {
      yield text;
      text = "";
    }
    text += text === "" ? part : between + part;
  }
  if (text !== "") yield text;
}

/**
 * What changes when HAProxy was restarted, reloaded, or had a map of ours changed by somebody else: its process, and how many
 * entries each map in the folder has.
 */
export async function stamp(command: Command, folder: string): Promise<string> {
  const answer = await command("show info;show map");
  const facts = answer.split("\n").flatMap((line) => {
    if (/^(?:Pid|Start_time_sec): \d+$/.test(line)) return [line];
    return line.includes(`(${folder}/`) ? [/entry_cnt=\d+/.exec(line)?.[0] ?? line] : [];
  });
  if (!facts[0]?.startsWith("Pid")) throw refused("show info", answer);
  return facts.join(" ");
}

async function expectSilence(command: Command, line: string, what: string): Promise<void> {
  const answer = await command(line);
  if (answer.trim() !== "") throw refused(what, answer);
}

const refused = (what: string, answer: string): RempartError =>
  new RempartError("connector.haproxy", 502, `HAProxy refused "${what}": ${answer.trim().slice(0, 200)}`);
