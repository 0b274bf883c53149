import type { Hono } from "hono";
import { z } from "zod";
import { MAY_KNOW, REFUSALS, reportSchema } from "../types.ts";
import { receiptCalls } from "./api.ts";

/** OpenAPI 3.1 of what a program may ask of reports, made from the schemas that check it. */
const time = { type: "string", format: "date-time" };
const text = { type: "string" };
const listOf = (properties: object, description: string) => ({
  ...{ type: "array", description },
  items: { type: "object", properties },
});
const strings = { type: "array", items: { type: "string" } };

const PROBLEM = {
  description: "What is wrong and what would be right (RFC 9457). It repeats nothing that was sent.",
  content: {
    "application/problem+json": {
      schema: {
        type: "object",
        required: ["type", "title", "status", "code"],
        properties: {
          type: { type: "string" },
          title: { type: "string" },
          status: { type: "integer" },
          code: { type: "string", description: "Stable, for programs" },
          field: { type: "string", description: "The field that is wrong" },
        },
      },
    },
  },
};

const filed = {
  type: "object",
  required: ["receipt", "due", "kept", "elsewhere"],
  properties: {
    receipt: { type: "string", description: "Shown once; opens all that follows" },
    due: {
      ...{ ...time, type: ["string", "null"] },
      description: "When a person will have looked; null where nothing of it is served here",
    },
    kept: { ...strings, description: "What was kept of each address" },
    elsewhere: { ...strings, description: "Addresses on sites that are not served here" },
  },
};

const status = {
  type: "object",
  properties: {
    status: { enum: ["draft", "received", "elsewhere", "decided", "refused", "withdrawn"] },
    scope: { enum: ["owner", "helper"] },
    received: { ...time, type: ["string", "null"] },
    due: time,
    late: { type: "boolean" },
    pages: { type: "integer" },
    files: { type: "integer" },
    mayKnow: { enum: MAY_KNOW },
    needsConsent: { type: "boolean" },
    refusal: { enum: [...REFUSALS, null] },
    mayContest: { type: "boolean" },
    contested: { type: "boolean", description: "It waits for the other look that was asked for" },
    held: {
      type: "boolean",
      description: "What was given has to be kept for now, also where it was withdrawn",
    },
    acts: listOf(
      {
        ...{ decision: text, verb: text, since: time, lifted: { type: "boolean" } },
        until: { ...time, type: ["string", "null"] },
      },
      "What was done about these pages; /d/{decision} says more",
    ),
    timeline: listOf({ at: time, kind: text, reason: text }, "What happened, oldest first"),
    messages: listOf({ at: time, text }, "From the desk, to this code"),
    codes: listOf(
      { id: text, kind: { enum: ["helper", "takeover"] }, ends: { ...time, type: ["string", "null"] } },
      "Codes of others that are in force",
    ),
  },
};

interface Call {
  readonly summary: string;
  readonly input: z.ZodType;
  readonly answers: Readonly<Record<string, object>>;
  readonly parameters?: readonly object[];
  readonly security?: readonly object[];
}

const jsonOf = (description: string, schema: object) => ({
  description,
  content: { "application/json": { schema } },
});

const header = (name: string, description: string) => ({
  ...{ name, in: "header", required: false, description },
  schema: { type: "string", maxLength: 200 },
});

/** What any call may answer; the codes of each say what is meant. */
const PROBLEMS = Object.fromEntries(
  ["400", "403", "404", "409", "413", "422", "500", "503"].map((status) => [status, PROBLEM]),
);

const CALLS: Readonly<Record<string, Call>> = {
  "/api/reports": {
    summary: "File a report. One field is required: where to look.",
    input: reportSchema,
    answers: { 201: jsonOf("Stored", filed), 429: PROBLEM },
    parameters: [
      header(
        "Idempotency-Key",
        "Of the sender's own making, random, 22 characters or more: the same report sent again under it gets the same receipt. Under a shorter one, or with another report, it is a 409.",
      ),
      header("Rempart-Work", "The answer to the sum of a 429 (`challenge`)."),
      header("Rempart-Ticket", "The `ticket` of a 429, once its time has come."),
    ],
    security: [{}, { flagger: [] }],
  },
  "/api/reports/status": {
    summary: "What a receipt opens.",
    input: receiptCalls.status,
    answers: { 200: jsonOf("Where it stands", status) },
  },
  "/api/reports/add": {
    summary: "Add pages or words to a report that was sent, or say that by now a life is at risk.",
    input: receiptCalls.add,
    answers: { 201: jsonOf("Added", { type: "object", properties: { kept: strings } }) },
  },
  "/api/reports/messages": {
    summary: "Write to the desk; its answers are in the status.",
    input: receiptCalls.messages,
    answers: { 201: jsonOf("Kept", { type: "object" }) },
  },
  "/api/reports/withdraw": {
    summary: "Destroy what was given, at once.",
    input: receiptCalls.withdraw,
    answers: { 200: jsonOf("Withdrawn", { type: "object" }) },
  },
  "/api/reports/contest": {
    summary: "Once: ask for another person to look again.",
    input: receiptCalls.contest,
    answers: { 201: jsonOf("Somebody else will look", { type: "object", properties: { due: time } }) },
  },
  "/api/reports/may-know": {
    summary: "Change who may learn that the report exists.",
    input: receiptCalls["may-know"],
    answers: { 200: jsonOf("Changed", { type: "object" }) },
  },
  "/api/reports/codes": {
    summary: "Make a code for a helper, or for the person concerned to take over.",
    input: receiptCalls.codes,
    answers: {
      201: jsonOf("The code, shown once", {
        type: "object",
        properties: { code: { type: "string" }, ends: time },
      }),
    },
  },
  "/api/reports/take-over": {
    summary: "Take a report over, with the code that was made for it.",
    input: receiptCalls["take-over"],
    answers: {
      201: jsonOf("A receipt of one's own", { type: "object", properties: { receipt: { type: "string" } } }),
    },
  },
};

export const openApi = (server: string) => ({
  openapi: "3.1.0",
  info: {
    title: "Rempart: reports",
    version: "1",
    description: "Nothing that is sent here reaches the site that it is about, its host, or a log.",
  },
  servers: [{ url: server }],
  components: {
    securitySchemes: {
      flagger: {
        type: "http",
        scheme: "bearer",
        description: "The key of an organisation (rf_…); nobody needs one.",
      },
    },
  },
  paths: Object.fromEntries(
    Object.entries(CALLS).map(([path, { summary, input, answers, parameters = [], security }]) => [
      path,
      {
        post: {
          summary,
          ...(parameters.length > 0 ? { parameters } : {}),
          ...(security === undefined ? {} : { security }),
          requestBody: {
            required: true,
            content: { "application/json": { schema: z.toJSONSchema(input, { io: "input" }) } },
          },
          responses: { ...PROBLEMS, ...answers },
        },
      },
    ]),
  ),
});

export function openApiRoute(app: Hono, server: string): void {
  app.get("/api/openapi.json", (c) => c.json(openApi(server)));
}
