import { readdir, readFile } from "node:fs/promises";
import PostalMime from "postal-mime";
import { canaryNeedles } from "../../fixtures/canaries.ts";
import { MIRABELLE } from "../../fixtures/people.ts";
import { closeConnections, publicAnswers, visit } from "../../world/http.ts";
import { until } from "../../world/world.ts";
import { observed, type Step, type Story } from "../story.ts";
import { filesUnder, helplineReport } from "./03-report.ts";

export const statement: Step = {
  number: 10,
  title: "the operator gets reasons by mail; canaries of the reporter are in zero bytes outside ciphertext",
  async run(story) {
    const { world, decision } = story;
    const mail = await until("the statement by SMTP", async () => {
      for (const name of await readdir(world.path("mail"))) {
        const parsed = await PostalMime.parse(await readFile(world.path("mail", name)));
        if (parsed.text?.includes(decision)) return parsed;
      }
      return undefined;
    });
    observed(mail.to?.[0]?.address === "exploitant@perchoir.example", "it goes to the site's operator");
    story.portal = /\/o\/\S+/.exec(mail.text ?? "")?.[0] ?? "";
    const portal = await visit(world.deskPort, `127.0.0.1:${world.deskPort}`, story.portal);
    observed(portal.status === 200 && portal.text.includes(story.thread), "the link opens the reasons");
    observed(
      !portal.text.includes("Lavandières") && !portal.text.includes(MIRABELLE.formerName),
      "the reasons repeat no detail",
    );
    await visit(world.deskPort, `127.0.0.1:${world.deskPort}`, `/d/${decision}`);

    const used = JSON.stringify(helplineReport(story.thread));
    const needles = canaryNeedles().filter((needle) => used.includes(needle));
    observed(needles.length >= 20, "the report carried the canaries that are searched");
    const places = await everyByte(story);
    for (const [place, bytes] of places) {
      for (const needle of needles) {
        for (const form of spellings(needle))
          observed(!bytes.includes(form), `no canary in ${place} (${needle.slice(0, 4)}…)`);
      }
    }
    const searched = places.reduce((sum, [, bytes]) => sum + bytes.length, 0);
    closeConnections(); // the search took long: servers have let go of them
    return `statement mailed; ${needles.length} canaries in 4 spellings found 0 times in ${(searched / 1e6).toFixed(0)} MB of database, WAL, logs, mail, edges, ledger and public answers`;
  },
};

/** As it is, base64 at the three offsets (the stable middle), hex, URL-encoded. */
function spellings(needle: string): Buffer[] {
  const bytes = Buffer.from(needle);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .slice(4, -4),
  );
  return [needle, bytes.toString("hex"), encodeURIComponent(needle), ...base64]
    .filter((text) => text.length >= 8)
    .map((text) => Buffer.from(text));
}

async function everyByte({ world }: Story): Promise<(readonly [string, Buffer])[]> {
  const folders = ["data/desk", "data/vault", "mail", "logs", "edge-1", "edge-2", "edge-3"];
  const found: (readonly [string, Buffer])[] = publicAnswers.map(
    (bytes) => ["a public answer", bytes] as const,
  );
  for (const folder of folders) {
    for (const bytes of await filesUnder(world.path(...folder.split("/")))) found.push([folder, bytes]);
  }
  return found;
}
