import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { EvidenceStore } from "../../../src/evidence/index.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import { rempart } from "../../world/cli.ts";
import { observed, type Step } from "../story.ts";

export const capture: Step = {
  number: 4,
  title: "the desk looks at the page itself, through two edges; a flipped byte is named",
  async run(story) {
    const { world } = story;
    const view = await story.captured(story.caseId);
    const seen = view.pages[0]?.capture;
    observed(
      seen !== null && seen !== undefined && seen.agreement === "agree",
      "two edges gave the same page",
    );
    story.captureFolder = world.path("data", "desk", "evidence", seen.id);
    const identity = world.path("data", "vault", "evidence-custodian.age");

    const whole = await rempart("verify", story.captureFolder, "--identity", identity);
    observed(whole.code === 0, `rempart verify accepts the capture: ${whole.out}`);
    const sealedName = (await readdir(story.captureFolder)).find((name) => name.endsWith(".age"))!;
    const sealed = await readFile(join(story.captureFolder, sealedName));
    const recipients = sealed.toString("latin1").split("-> X25519 ").length - 1;
    observed(recipients === 2, `sealed to two recipients, not ${recipients}`);
    observed(!sealed.includes("Exempleville"), "the page's words are not readable on the disk");

    const records = await recordsOf(story.captureFolder, seen.id, identity);
    for (const part of ["WARC-Type: request", "WARC-Type: response", "WARC-Type: metadata", "HTTP/1.1 200"]) {
      observed(records.includes(part), `the WARC holds ${part}`);
    }
    observed(records.includes("dnsAnswer: 192.0.2.10"), "the WARC holds what the name servers said");

    const copy = world.path("flipped");
    await cp(story.captureFolder, copy, { recursive: true });
    sealed[sealed.length >> 1]! ^= 1;
    await writeFile(join(copy, sealedName), sealed);
    const flipped = await rempart("verify", copy);
    observed(
      flipped.code === 1 && flipped.out.includes(sealedName),
      `one flipped byte is named: ${flipped.out}`,
    );
    const custody = (await readFile(join(story.captureFolder, "custody.jsonl"), "utf8")).trim().split("\n");
    return `2 vantages agree, WARC sealed to 2 recipients, ${custody.length} custody line(s), flipped byte named`;
  },
};

/** The records in clear, read from a copy so that this look leaves no line in the real custody log. */
async function recordsOf(folder: string, id: string, identityFile: string): Promise<string> {
  const copies = join(folder, "..", "..", "copies");
  await cp(folder, join(copies, id), { recursive: true });
  const store = new EvidenceStore(copies, { recipients: [], software: "story", clock: systemClock });
  const identity = (await readFile(identityFile, "utf8")).trim();
  const warc = await store.open(id, identity, { actor: "story", reason: "audit", act: "view" });
  return gunzipSync(warc).toString("latin1");
}
