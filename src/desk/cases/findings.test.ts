import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { versionOf } from "../../screening/index.ts";
import type { DeskContext } from "../context.ts";
import { type Database, openDatabase } from "../db/open.ts";
import { emptyDatabase } from "../db/testing/empty.ts";
import { idOf, siteOf } from "../sites/testing/sites.ts";
import { Cases } from "./service.ts";
import type { ObservedFinding } from "./types.ts";

const folder = mkdtempSync(join(tmpdir(), "rempart-findings-"));
const clock = { now: () => 10 };
let database: Database;
let cases: Cases;

/** A desk of the version before findings kept theirs, with a case, a page and what was found on it. */
before(async () => {
  await emptyDatabase(folder);
  const old = await openDatabase({ folder }, "0008-receipts");
  const run = (text: string) => sql.raw(text).execute(old.db);
  await run(`insert into account values ('acct', 'a@b.example', 'fr', 1);
    insert into site (id, account, document, at) values ('${idOf(1)}', 'acct', '${JSON.stringify(siteOf(1))}', 1);
    insert into hostname values ('perchoir.example', '${idOf(1)}', 0);
    insert into "case" (id, site, harm, status, severity, opened_at, due_at)
      values ('case', '${idOf(1)}', 'dox', 'open', 'low', 1, 9);
    insert into page values ('page', '${idOf(1)}', 'perchoir.example', '/fil', '');
    insert into case_page values ('case', 'page', 'dox');
    insert into capture (id, page, at, status, agreement, sha256, severity)
      values ('old', 'page', 2, 200, 'agree', null, 'low');
    insert into finding values ('f', 'old', 'phone', 0.9,
      '["an IP address of a public network", "a reason of long ago"]', '06 ••', 'corbeau', false)`);
  await old.close();
  database = await openDatabase({ folder });
  cases = new Cases({ database, clock } as unknown as DeskContext);
});
after(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

const findings = async () => (await cases.view("case")).pages[0]?.findings;

test("what was found before versions were kept has none; its reasons are read, known or not", async () => {
  assert.deepEqual(await findings(), [
    {
      ...{ kind: "phone", confidence: 0.9, masked: "06 ••", author: "corbeau", version: "" },
      ...{ inComment: false, inQuote: false, isHidden: false },
      reasons: {
        fr: ["une adresse IP d'un réseau public", "a reason of long ago"],
        en: ["an IP address of a public network", "a reason of long ago"],
      },
    },
  ]);
});

test("a finding keeps the versions that made it, and where in the page it lies", async () => {
  const finding: ObservedFinding = {
    ...{ kind: "dox", confidence: 0.8, masked: "1• •••", author: null, reasons: ["a post office box"] },
    ...{ is_comment: true, is_quote: true, is_hidden: true, version: versionOf("dox") },
  };
  await cases.record({
    ...{ id: "new", page: "page", at: 3, status: 200, agreement: "agree", sha256: null, severity: "high" },
    ...{ links: [], findings: [finding] },
  });
  const [seen] = (await findings()) ?? [];
  assert.deepEqual(seen, {
    ...{ kind: "dox", confidence: 0.8, masked: "1• •••", author: null, version: versionOf("dox") },
    ...{ inComment: true, inQuote: true, isHidden: true },
    reasons: { fr: ["une boîte postale"], en: ["a post office box"] },
  });
  assert.match(seen?.version ?? "", /^dox@\S+ details@\S+ normaliser@\S+ pages@\S+$/);
});
