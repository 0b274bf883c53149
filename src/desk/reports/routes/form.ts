import type { Context, Hono } from "hono";
import { badRequest } from "../../../lib/errors.ts";
import { checked } from "../../web/http.ts";
import { PAGE_HEADERS } from "../../web/layout.ts";
import type { Access } from "../access.ts";
import { laneOf } from "../clocks.ts";
import { TooMany } from "../door.ts";
import { WORK_SCRIPT } from "../gate/work-script.ts";
import { monthOf } from "../month.ts";
import { otherDoors, safetyBox } from "../pages/help.ts";
import { receiptPage } from "../pages/status.ts";
import { firstStep, LAST_STEP, type Told } from "../pages/steps.ts";
import type { DraftChange } from "../service.ts";
import { ABOUT, type DetailInput, type Draft, HAPPENING, MAY_KNOW, urlsSchema } from "../types.ts";
import { dropSession, Form, keepSession, sessionOf } from "./session.ts";
import { askCode, from, languageIn, orShow, type Pages, page, proceed, sceneOf, show } from "./site.ts";

const MAX_FORM_BYTES = 128 * 1024;
/** Five files of 10 MB, and the words beside them. */
const MAX_UPLOAD_BYTES = 52 * 1024 * 1024;

/** The one page that may run a script: it does the work that lets her through at once. */
const WORK_HEADERS = {
  "content-security-policy": PAGE_HEADERS["content-security-policy"].replace(
    "style-src",
    "script-src 'self'; style-src",
  ),
};

/** Where to go to leave at once: a page that anyone may have open. */
const ELSEWHERE = "https://www.wikipedia.org/";

/** `/s…`: six short pages. Each saves what it was told; the first one gives the code. */
export function formRoutes(app: Hono, pages: Pages): void {
  const { context, reports } = pages;
  const first = (c: Context, told: Told = {}, problem?: string, status = 200) => {
    const scene = sceneOf(c, context, "", problem);
    const { language, country } = scene;
    const body = firstStep(scene, told.wait === undefined ? safetyBox(language, country) : "", told);
    return page(c, context, "/s", body, status, told.wait === undefined ? {} : WORK_HEADERS);
  };

  app.get("/s", (c) => first(c));

  app.post("/s", async (c) => {
    const form = await Form.of(c, MAX_FORM_BYTES);
    return orShow(
      async () => begun(c, pages, form),
      async (problem, status, error) => {
        if (problem === "report.twice") return askCode(c, pages, true);
        const told = { urls: form.text("urls"), riskToLife: form.text("riskToLife") === "true" };
        const wait = error instanceof TooMany ? error.wait : undefined;
        const what = problem === "field.invalid" ? "report.urls" : problem; // the one field that can be
        return first(c, { ...told, wait }, wait === undefined ? what : undefined, status);
      },
    );
  });

  app.post("/s/go", async (c) => {
    const form = await Form.of(c, MAX_FORM_BYTES);
    return orShow(
      async () => proceed(c, pages, form.text("k"), /^[2-6r]$/.test(form.text("to")) ? form.text("to") : "r"),
      async (problem, status) => askCode(c, pages, true, problem, status),
    );
  });

  app.get("/s/:step{[2-6r]}", async (c) =>
    orShow(
      async () => {
        const session = sessionOf(c);
        if (session === undefined) return askCode(c, pages, false);
        const access = await reports.accesses.open(session);
        return show(c, pages, { session, access, to: c.req.param("step") });
      },
      async () => askCode(c, pages, true),
    ),
  );

  app.post("/s/:step{[2-6]}", async (c) => {
    const step = Number(c.req.param("step"));
    const form = await Form.of(c, step === 5 ? MAX_UPLOAD_BYTES : MAX_FORM_BYTES);
    const session = form.text("k");
    const access = await reports.accesses.open(session).catch(() => undefined);
    if (access === undefined) return askCode(c, pages, true);
    return orShow(
      async () => {
        await saveStep(pages, access, step, form);
        return onward(c, pages, { session, access, step, go: form.text("go") });
      },
      async (problem, status) => show(c, pages, { session, access, to: String(step), problem }, status),
    );
  });

  app.get("/s.js", (c) =>
    c.body(WORK_SCRIPT, 200, {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "max-age=300",
    }),
  );

  /** Leaves at once: the session ends here and in the browser, which drops what this site stored. */
  app.get("/s/x", async (c) => {
    const session = sessionOf(c);
    if (session !== undefined) await reports.accesses.leave(session);
    dropSession(c);
    c.header("clear-site-data", '"cache", "cookies", "storage"');
    c.header("cache-control", "no-store");
    c.header("referrer-policy", "no-referrer");
    return c.redirect(ELSEWHERE, 303);
  });
}

/** The addresses are kept and a code is made; sent at once where that was asked. */
async function begun(c: Context, pages: Pages, form: Form) {
  const { context, door, reports } = pages;
  const urls = urlsIn(form);
  const riskToLife = form.text("riskToLife") === "true";
  const shown = { work: form.maybe("work"), ticket: form.maybe("ticket") };
  const { share } = await door.admit(riskToLife ? "life" : "ordinary", from(c, pages), shown);
  const { receipt, session, kept } = await reports.begin(
    { urls, language: languageIn(c), riskToLife },
    form.maybe("n")?.slice(0, 60),
  );
  const access = await reports.accesses.open(session);
  const sent = form.text("go") === "send" ? await reports.send(access, { share }) : undefined;
  const { needsConsent } = await pages.receipts.status(access);
  keepSession(c, session, context.config.publicUrl);
  const elsewhere = sent?.elsewhere ?? [];
  const body = receiptPage(sceneOf(c, context, session), {
    ...{ receipt, kept, needsConsent, elsewhere },
    more: elsewhere.length > 0 || needsConsent ? otherDoors(languageIn(c), context.config.country) : "",
    dueAt: sent?.dueAt ?? null,
  });
  return page(c, context, "/s", body, 201);
}

async function onward(
  c: Context,
  pages: Pages,
  { session, access, step, go }: { session: string; access: Access; step: number; go: string },
) {
  if (go === "send") await sendDraft(c, pages, access);
  if (go === "send" || go === "later") return proceed(c, pages, session, "r");
  if (go === "stay") return proceed(c, pages, session, String(step));
  const to = go === "back" ? Math.max(2, step - 1) : Math.min(LAST_STEP, step + 1);
  return proceed(c, pages, session, String(to));
}

/** What was begun as a risk to life waits for nothing; where it is none any more, it is one of the others. */
async function sendDraft(c: Context, pages: Pages, access: Access): Promise<void> {
  const { door, reports } = pages;
  const draft = await reports.draft(access);
  const lane = laneOf(draft);
  const isCounted = lane === draft.lane && lane === "ordinary";
  const { share } = isCounted ? { share: 0 } : await door.admit(lane, from(c, pages));
  await reports.send(access, { share, cluster: door.cluster(draft) });
}

const urlsIn = (form: Form): string[] =>
  checked(
    urlsSchema,
    form
      .text("urls")
      .split(/\s+/)
      .filter((url) => url !== ""),
  );

/** What one step says. Fields that are never shown back and came back empty leave what was said before. */
async function saveStep(pages: Pages, access: Access, step: number, form: Form): Promise<void> {
  const { reports, receipts } = pages;
  const before = await reports.draft(access);
  await reports.save(access, CHANGES[step]?.(form, before) ?? {});
  if (step === 2) mustBeRead(form);
  if (step !== 5) return;
  // What is wrong with one thing of a page leaves the others saved.
  const rest = await Promise.allSettled([
    reports.save(access, {}, detailsIn(form)),
    receipts.attach(access, form.files),
  ]);
  for (const one of rest) if (one.status === "rejected") throw one.reason;
}

const known = <T extends string>(all: readonly T[], given: readonly string[]): T[] =>
  all.filter((one) => given.includes(one));

/** A month that cannot be read takes nothing else with it, and holds up nothing that is sent. */
function mustBeRead(form: Form): void {
  const when = form.maybe("when");
  if (when === undefined || monthOf(when) !== undefined || form.text("go") === "send") return;
  throw badRequest("report.when", "a month is written like 2026-08", { field: "when" });
}

const CHANGES: Readonly<Record<number, (form: Form, before: Draft) => DraftChange>> = {
  2: (form) => ({
    happening: known(HAPPENING, form.all("happening")),
    riskToLife: form.text("riskToLife") === "true",
    doNotFetch: form.text("doNotFetch") === "true",
    ...(monthOf(form.text("when")) === undefined ? {} : { when: monthOf(form.text("when")) }),
  }),
  3: (form, before) => {
    const people = form.lines("people").map((chosenName) => ({ chosenName }));
    return {
      about: known(ABOUT, form.all("about")),
      ...(people.length > 0 ? { people } : {}),
      ...reporterIn(form, before),
    };
  },
  4: (form) => {
    const [mayKnow] = known(MAY_KNOW, form.all("mayKnow"));
    return mayKnow === undefined ? {} : { mayKnow };
  },
  6: (form) => (form.maybe("urls") === undefined ? {} : { urls: urlsIn(form) }),
  5: (form) => ({
    ...(form.maybe("words") === undefined ? {} : { words: form.text("words") }),
    ...(form.maybe("transcript") === undefined ? {} : { transcript: form.text("transcript") }),
  }),
};

/**
 * Nothing of her, where she chose so: then what the lines hold is not taken either. Otherwise a line that came back empty
 * leaves what was said before, and what the choice has no place for goes.
 */
function reporterIn(form: Form, { reporter: before }: Draft): DraftChange {
  const how = form.text("how");
  if (how === "anonymous") return { reporter: undefined };
  const isHelper = how === "helpline";
  const was = before?.helper ?? before;
  const chosenName = form.maybe("chosenName") ?? before?.helper?.name ?? before?.chosenName;
  const pronouns = form.maybe("pronouns") ?? before?.pronouns;
  const contact = how === "pseudonym" ? undefined : (form.maybe("contact") ?? was?.contact);
  const organisation = form.maybe("organisation") ?? before?.helper?.organisation;
  if (isHelper)
    return {
      reporter: { helper: said({ organisation, name: chosenName, contact }) },
    };
  const who = said({ chosenName, pronouns, contact });
  return { reporter: Object.keys(who).length === 0 ? undefined : who };
}

/** Without what nothing is known of. */
const said = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };

function detailsIn(form: Form): DetailInput[] {
  const near = form
    .text("near")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return (["address", "phone", "email", "former-name"] as const).flatMap((kind) => {
    const value = form.maybe(`detail-${kind}`);
    if (value === undefined) return [];
    const former = kind === "address" && form.text("former") === "true";
    return [{ kind, value, former, ...(kind === "former-name" && near.length > 0 ? { with: near } : {}) }];
  });
}
