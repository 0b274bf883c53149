import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type CleanMedia, cleanMedia, type Disclosed } from "../evidence/index.ts";
import { RempartError } from "../lib/errors.ts";

const USAGE = "rempart photo FILE [--out CLEAN]";

const IN_WORDS: Readonly<Record<Disclosed, string>> = {
  place: "where it was made: coordinates, or the name of a place",
  device: "the camera, phone or screen it was made with",
  serial: "a number that is the same in all files of one device",
  date: "when it was made or changed",
  person: "a name: author, owner, or a person shown",
  software: "the program it was made with",
  thumbnail: "a second, smaller picture, perhaps from before it was cropped or blurred",
  comment: "a title, a description or key words",
  "other-data": "other data beside picture and sound, such as camera settings",
  "trailing-bytes": "bytes after its end, where any file can hide",
};

/** What no program takes out. Where a picture was taken is never worked out here (docs/design.md §1, rule 8). */
const SHOWN = `No program removes what the picture itself shows. Before you pass it on, look at: the view from a window, bedding,
pictures on the wall, plugs and sockets, signs and labels, reflections in glass, screens or eyes.`;
const SAID = `Only the usual marks were looked for. There is no clean copy of a sound here: the voice, and what is
heard behind it, say more than the data beside it.`;

/** `rempart photo FILE [--out CLEAN]`: what a picture or voice message tells whoever gets it; nothing leaves this machine. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { out: { type: "string" } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new RempartError("usage", 400, USAGE);
  const media = await cleanMedia(await readFile(file).catch(failed("FILE must be one that can be read")));
  process.stdout.write(`${inWords(media)}\n`);
  if (values.out === undefined) return;
  if (media.bytes === undefined)
    throw new RempartError("usage", 400, "--out is for pictures: a sound has no clean copy");
  // Never over a file that is there: it could be the only original.
  await writeFile(values.out, media.bytes, { flag: "wx", mode: 0o600 }).catch(
    failed("CLEAN must be a new file in a folder that can be written"),
  );
  process.stdout.write(
    `\nThe clean copy is written: ${media.type}, ${media.width} × ${media.height} pixels.\n`,
  );
}

const failed =
  (what: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw new RempartError("photo.file", 400, `${what} (${error.code})`);
  };

export function inWords({ kind, disclosed }: Pick<CleanMedia, "kind" | "disclosed">): string {
  const found =
    disclosed.length === 0
      ? "No data was found in this file beside its content."
      : `Whoever gets this file also gets:\n${disclosed.map((code) => `  - ${IN_WORDS[code]}`).join("\n")}`;
  return `${found}\n\n${kind === "picture" ? SHOWN : SAID}`;
}
