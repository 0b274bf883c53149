import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { unsealHash } from "../../../src/ledger/approval.ts";
import { newId } from "../../../src/lib/ids.ts";
import { CANARIES } from "../../fixtures/canaries.ts";
import { HOSTNAMES, MIRABELLE } from "../../fixtures/people.ts";
import { api } from "../../world/http.ts";
import { observed, type Step, type Story } from "../story.ts";

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
    const clear = [CANARIES.chosenName, CANARIES.email, CANARIES.name].map((text) => Buffer.from(text));
    observed(
      !files.some((bytes) => clear.some((text) => bytes.includes(text))),
      "who reports is in no file of the desk",
    );
    observed(
      !files.some((bytes) => bytes.includes("AGE-SECRET-KEY-")),
      "no key that opens it lies with the desk",
    );
    const [cases] = [await story.queue()];
    story.caseId = cases.find((one) => one.site === story.sites.get(HOSTNAMES.forum))?.id ?? "";
    observed(story.caseId !== "", "the report has opened a case");
    observed(await isSealed(story), "one person alone cannot open who reported");
    story.receipt = receipt;
    return `receipt of 80 bits, due within 15 min, identity sealed (${files.length} files of the desk searched)`;
  },
};

/** The report names somebody, and one signature is not enough to learn whom. */
async function isSealed({ world, first, caseId }: Story): Promise<boolean> {
  const path = `/api/cases/${caseId}/reports`;
  const { reports } = await first.api<{ reports: { id: string; hasIdentity: boolean }[] }>(
    world.deskPort,
    "GET",
    path,
  );
  const [one] = reports;
  if (one?.hasIdentity !== true) return false;
  const unsealing = newId();
  const approvals = [first.approval(unsealHash("identity", one.id, "contact", unsealing))];
  const body = { unsealing, reason: "contact", approvals };
  const refused = await first.api(world.deskPort, "POST", `/api/reports/${one.id}/identity`, body).then(
    () => undefined,
    (error: { problem?: { code?: string } }) => error.problem?.code,
  );
  return refused === "vault.approval";
}

/** The content of every file under a folder. */
export async function filesUnder(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name))));
}
