import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CANARIES } from "../../fixtures/canaries.ts";
import { HOSTNAMES, MIRABELLE } from "../../fixtures/people.ts";
import { api } from "../../world/http.ts";
import { observed, type Step } from "../story.ts";

/** The helpline's report; every field that can hold words of or about the reporter holds a canary as well. */
export const helplineReport = (thread: string) => ({
  urls: [
    `https://moi:${CANARIES.name.slice(-10)}@${HOSTNAMES.forum}${thread}?fbclid=${CANARIES.fileName}#${CANARIES.comment.slice(4, 14)}`,
  ],
  happening: ["address", "phone", "location", "former-name", "threat", "voice-message", "swatting"],
  riskToLife: true,
  words: `${CANARIES.narrative} ${CANARIES.fear} ${CANARIES.whatHappened} ${CANARIES.whenItBegan} ${CANARIES.policeReference} ${CANARIES.witnesses} ${CANARIES.quotedText}`,
  transcript: `${CANARIES.earlierContact} ${CANARIES.fileText} ${CANARIES.whyHarmful}`,
  details: [
    { kind: "address", value: MIRABELLE.address, region: "FR" },
    { kind: "phone", value: CANARIES.targetPhone, region: "FR" },
    { kind: "former-name", value: MIRABELLE.formerName, with: [MIRABELLE.name] },
    { kind: "former-name", value: CANARIES.targetFormerName, with: [CANARIES.targetHandle] },
  ],
  reporter: {
    chosenName: CANARIES.chosenName,
    pronouns: CANARIES.pronouns,
    contact: `${CANARIES.email} ${CANARIES.phone}`,
    helper: {
      organisation: CANARIES.organisation,
      name: CANARIES.name,
      contact: `${CANARIES.organisationEmail} ${CANARIES.messenger}`,
    },
  },
  mayKnow: "desk",
  language: "fr",
});

export const report: Step = {
  number: 3,
  title: "a helpline reports; a receipt comes back; who reports is sealed",
  async run(story) {
    const { world } = story;
    const { receipt, due, kept } = await story.report(helplineReport(story.thread));
    observed(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/.test(receipt), "a receipt code in four groups");
    observed(
      kept[0] === `https://${HOSTNAMES.forum}${story.thread}`,
      "the address is kept without its tokens",
    );
    observed(Date.parse(due) - Date.now() <= 15 * 60_000, "a person is due within 15 minutes");
    const status = await api<{ status: string }>(world.deskPort, "POST", "/api/reports/status", {
      body: { receipt },
    });
    observed(status.status === "received", "the receipt opens the status");
    const files = await filesUnder(world.path("data", "desk"));
    // Two marks of such a file: the database's log may have the head of one of its pages within either.
    const marks = ["age-encryption.org/v1", "\n-> X25519 "];
    const sealed = files.some((bytes) => marks.some((mark) => bytes.includes(mark)));
    observed(sealed, "the identity lies in the database as an age file");
    observed(
      !files.some((bytes) => bytes.includes("AGE-SECRET-KEY-")),
      "no key that opens it lies with the desk",
    );
    const [cases] = [await story.queue()];
    story.caseId = cases.find((one) => one.site === story.sites.get(HOSTNAMES.forum))?.id ?? "";
    observed(story.caseId !== "", "the report has opened a case");
    story.receipt = receipt;
    return `receipt of 80 bits, due within 15 min, identity sealed (${files.length} files of the desk searched)`;
  },
};

/** The content of every file under a folder. */
export async function filesUnder(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name))));
}
