import { DAY } from "../../../lib/clock.ts";
import { conflict, forbidden, notFound } from "../../../lib/errors.ts";
import type { DeskContext } from "../../context.ts";
import { appendEvent } from "../../db/events.ts";
import type { Tx } from "../../db/open.ts";
import type { Lane } from "../gate/budget.ts";
import { holdReport, reportById, updateReport } from "../store.ts";
import type { ReporterInput } from "../types.ts";
import { countsOf, putSender, senderByTag } from "./store.ts";

/** How bad it is, and whether it was meant: two of the four factors of art. 23(3), as a person judges them. */
export const GRAVITY = ["low", "medium", "high"] as const;
export const INTENTION = ["none", "careless", "deliberate"] as const;

export interface Judged {
  readonly gravity: (typeof GRAVITY)[number];
  readonly intention: (typeof INTENTION)[number];
}

/** The other two, counted: the absolute number and the share among all that came from there in a year. */
export interface Counted {
  readonly reports: number;
  readonly unfounded: number;
}

const YEAR_MS = 365 * DAY;
/** "For a reasonable period of time": no longer than this at once. */
export const MAX_SUSPENSION_MS = 90 * DAY;

/**
 * Reporters who often send what is manifestly unfounded: warned first, suspended then, for a time, by a person who weighs the
 * four factors of DSA art. 23(3). They are known by a keyed tag of the contact or key that they gave; who gave none cannot be
 * suspended, and is held back by the gate alone. A key is proof, a contact is none: anybody could have had hers suspended. So
 * what comes with a suspended key is refused, and with a suspended contact it is taken, looked at last and marked for the
 * team, in silence. Danger to life is taken from everybody.
 */
export class Senders {
  readonly #context: DeskContext;

  constructor(context: DeskContext) {
    this.#context = context;
  }

  /** Of whoever sends this; null for who gave nothing to be known by. */
  async tagOf(reporter: ReporterInput | undefined, flagger?: string): Promise<Buffer | null> {
    const { contact, helper } = reporter ?? {};
    const handle = flagger === undefined ? (helper?.contact ?? contact) : `flagger ${flagger}`;
    if (handle === undefined || handle === "") return null;
    return Buffer.from((await this.#context.vault.call("standing", { handle })).tag, "base64");
  }

  /** Whether what they send is looked at last. Throws `report.suspended` for a key; never where a life may be at risk. */
  async isSuspended(
    tag: Uint8Array | null,
    { lane, isKey }: { lane: Lane; isKey: boolean },
  ): Promise<boolean> {
    if (tag === null || lane === "life") return false;
    const { clock, database } = this.#context;
    const until = (await senderByTag(database.db, tag))?.suspended_until ?? 0;
    const isSuspended = until > clock.now();
    if (isSuspended && isKey) {
      const day = new Date(until).toISOString().slice(0, 10);
      throw forbidden(
        "report.suspended",
        `reports with this key are not taken until ${day}: several before were manifestly unfounded. Danger to life is always taken`,
      );
    }
    return isSuspended;
  }

  /** A person says that a report was manifestly unfounded. It can be taken back. */
  async markUnfounded(report: string, isUnfounded: boolean, actor: string): Promise<Counted> {
    const { clock, database } = this.#context;
    const at = clock.now();
    return database.transaction(async (tx) => {
      const { sender } = await this.#held(tx, report);
      await updateReport(tx, report, { unfounded_at: isUnfounded ? at : null });
      const kind = isUnfounded ? "report.unfounded" : "report.not-unfounded";
      await appendEvent(tx, { at, actor, subjectKind: "report", subject: report, kind });
      return sender === null ? { reports: 1, unfounded: Number(isUnfounded) } : this.#counted(tx, sender, at);
    });
  }

  /** The warning that comes before a suspension; she finds it under the receipt of this report. */
  async warn(report: string, judged: Judged, actor: string): Promise<Counted> {
    return this.#act(report, actor, "report.warned", judged, async (tx, { tag, at, counted }) => {
      if (counted.unfounded === 0)
        throw conflict("sender.founded", "no report from there is marked as unfounded");
      await putSender(tx, tag, { warned_at: at });
      return {};
    });
  }

  /** For a time, and only for what came after the warning. */
  async suspend(report: string, days: number, judged: Judged, actor: string): Promise<Counted> {
    return this.#act(report, actor, "report.suspended", judged, async (tx, { tag, at }) => {
      const sender = await senderByTag(tx, tag);
      if (sender?.warned_at == null)
        throw conflict("sender.unwarned", "a warning comes before a suspension (DSA art. 23(2))");
      const since = await this.#counted(tx, tag, at, sender.warned_at);
      if (since.unfounded === 0)
        throw conflict("sender.heeded", "nothing unfounded has come since the warning");
      const until = at + Math.min(days * DAY, MAX_SUSPENSION_MS);
      await putSender(tx, tag, { suspended_until: until });
      return { until };
    });
  }

  async #act(
    report: string,
    actor: string,
    kind: string,
    judged: Judged,
    act: (tx: Tx, on: { tag: Uint8Array; at: number; counted: Counted }) => Promise<Record<string, number>>,
  ): Promise<Counted> {
    const { clock, database } = this.#context;
    const at = clock.now();
    return database.transaction(async (tx) => {
      const { sender } = await this.#held(tx, report);
      if (sender === null)
        throw conflict(
          "sender.unknown",
          "who sent this gave nothing to be known by: there is nobody to warn",
        );
      const counted = await this.#counted(tx, sender, at);
      const more = await act(tx, { tag: sender, at, counted });
      const payload = { ...counted, ...judged, ...more };
      await appendEvent(tx, { at, actor, subjectKind: "report", subject: report, kind, payload });
      return counted;
    });
  }

  #counted = (tx: Tx, tag: Uint8Array, at: number, since = at - YEAR_MS): Promise<Counted> =>
    countsOf(tx, tag, since);

  async #held(tx: Tx, report: string) {
    if ((await reportById(tx, report)) === undefined)
      throw notFound("report.unknown", "there is no such report");
    return holdReport(tx, report);
  }
}
