import type { Hono } from "hono";
import { z } from "zod";
import { badRequest } from "../../../lib/errors.ts";
import { jsonBody } from "../../web/http.ts";
import { laneOf } from "../clocks.ts";
import type { ReportStatus } from "../receipts.ts";
import { MAY_KNOW, reportSchema, urlsSchema, whenSchema } from "../types.ts";
import { from, type Pages } from "./site.ts";

const receipt = z.string().max(60);
const words = z.string().trim().min(1).max(20_000);

/** What programs may send besides a report. The receipt is in the body: addresses are written down by whoever passes them on. */
export const receiptCalls = {
  status: z.strictObject({ receipt }),
  add: z
    .strictObject({
      receipt,
      urls: urlsSchema.optional(),
      when: whenSchema.optional(),
      words: words.optional(),
      doNotFetch: z.boolean().optional(),
      /** By now a life is at risk: looked at as such. */
      riskToLife: z.boolean().optional(),
    })
    .refine(
      ({ urls, words, riskToLife }) => urls !== undefined || words !== undefined || riskToLife === true,
      {
        message: "nothing to add: urls, words or riskToLife is needed",
      },
    ),
  messages: z.strictObject({ receipt, text: words }),
  withdraw: z.strictObject({ receipt }),
  contest: z.strictObject({ receipt, text: words }),
  "may-know": z.strictObject({ receipt, mayKnow: z.enum(MAY_KNOW) }),
  codes: z.strictObject({ receipt, kind: z.enum(["helper", "takeover"]) }),
  "take-over": z.strictObject({ receipt, keepHelper: z.boolean().default(false) }),
} as const;

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

/** The status as programs get it: the same, with times as RFC 3339 writes them. */
const statusJson = ({ dueAt, receivedAt, acts, timeline, messages, codes, ...rest }: ReportStatus) => ({
  ...rest,
  received: isoOrNull(receivedAt),
  due: iso(dueAt),
  acts: acts.map(({ since, until, ...act }) => ({ ...act, since: iso(since), until: isoOrNull(until) })),
  timeline: timeline.map(({ at, ...what }) => ({ at: iso(at), ...what })),
  messages: messages.map(({ at, text }) => ({ at: iso(at), text })),
  codes: codes.map(({ id, kind, endsAt }) => ({ id, kind, ends: isoOrNull(endsAt) })),
});

/** `/api/reports`: the same as the pages, for programs. */
export function reportApi(app: Hono, pages: Pages): void {
  const { door, flaggers, reports, receipts } = pages;
  app.post("/api/reports", async (c) => {
    const flagger = await flaggers.of(c.req.header("authorization"));
    const input = await jsonBody(c, reportSchema);
    const idempotencyKey = c.req.header("idempotency-key");
    if (idempotencyKey !== undefined && idempotencyKey.length > 200)
      throw badRequest("idempotency.key", "Idempotency-Key is at most 200 characters");
    const shown = { work: c.req.header("rempart-work"), ticket: c.req.header("rempart-ticket") };
    const { share } = await door.admit(laneOf(input), { ...from(c, pages), flagger }, shown);
    const arrival = { idempotencyKey, share, flagger: flagger?.id, cluster: door.cluster(input) };
    const { dueAt, ...filed } = await reports.file(input, arrival);
    const isElsewhere = filed.elsewhere.length === filed.kept.length;
    return c.json({ ...filed, due: isElsewhere ? null : iso(dueAt) }, 201);
  });

  app.post("/api/reports/status", async (c) => {
    const { receipt } = await jsonBody(c, receiptCalls.status);
    return c.json(statusJson(await receipts.status(await reports.accesses.open(receipt))));
  });

  app.post("/api/reports/add", async (c) => {
    const { receipt, ...addition } = await jsonBody(c, receiptCalls.add);
    return c.json(await receipts.add(await reports.accesses.open(receipt), addition), 201);
  });

  app.post("/api/reports/messages", async (c) => {
    const { receipt, text } = await jsonBody(c, receiptCalls.messages);
    await receipts.say(await reports.accesses.open(receipt), text);
    return c.json({ kept: true }, 201);
  });

  app.post("/api/reports/withdraw", async (c) => {
    const { receipt } = await jsonBody(c, receiptCalls.withdraw);
    await receipts.withdraw(await reports.accesses.open(receipt));
    return c.json({ status: "withdrawn" });
  });

  app.post("/api/reports/contest", async (c) => {
    const { receipt, text } = await jsonBody(c, receiptCalls.contest);
    const { dueAt } = await receipts.contest(await reports.accesses.open(receipt), text);
    return c.json({ due: iso(dueAt) }, 201);
  });

  app.post("/api/reports/may-know", async (c) => {
    const { receipt, mayKnow } = await jsonBody(c, receiptCalls["may-know"]);
    await receipts.setMayKnow(await reports.accesses.open(receipt), mayKnow);
    return c.json({ mayKnow });
  });

  app.post("/api/reports/codes", async (c) => {
    const { receipt, kind } = await jsonBody(c, receiptCalls.codes);
    const { code, endsAt } = await receipts.delegate(await reports.accesses.open(receipt), kind);
    return c.json({ code, ends: iso(endsAt) }, 201);
  });

  app.post("/api/reports/take-over", async (c) => {
    const { receipt, keepHelper } = await jsonBody(c, receiptCalls["take-over"]);
    return c.json(await receipts.takeOver(await reports.accesses.open(receipt), { keepHelper }), 201);
  });
}
