import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { ChildLimits } from "../../../lib/children.ts";
import { type MailParser, startMailParser } from "./parser.ts";
import { HOSTILE } from "./testing/hostile.ts";
import { headOf, mailOf } from "./testing/mails.ts";

const GOOD = mailOf(...headOf("Subject: x"), "", "https://forum.example/t/1");
const unreadable = { code: "mail.unreadable", status: 422 };

async function withParser(run: (parser: MailParser) => Promise<void>, limits: Partial<ChildLimits> = {}) {
  const parser = startMailParser(limits);
  try {
    await run(parser);
  } finally {
    parser.close();
  }
}

/** Ids of the processes that this one has started and that read mail, as Linux tells them. */
const children = (): string[] =>
  readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const [, parent] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
      const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return Number(parent) === process.pid && line.includes("parse-child");
    } catch {
      return false; // it has ended meanwhile
    }
  });

test("mails are read one after the other in one child process, which sees no secret of ours", async () => {
  await withParser(async (parser) => {
    const mails = await Promise.all([parser.parse(GOOD), parser.parse(GOOD), parser.parse(GOOD)]);
    for (const { urls } of mails) assert.deepEqual(urls, ["https://forum.example/t/1"]);
    const [pid, ...more] = children();
    assert.equal(more.length, 0);
    assert.equal(readFileSync(`/proc/${pid}/environ`, "utf8").includes("PATH="), false);
  });
});

test("a mail that takes too long is given up, and the next one is read", async () => {
  await withParser(
    async (parser) => {
      await assert.rejects(parser.parse(HOSTILE["50,000 parts"]!()), unreadable);
      await assert.rejects(parser.parse(HOSTILE["50,000 parts"]!()), unreadable);
    },
    { requestMs: 50 },
  );
});

test("a mail that takes too much memory costs itself alone", async () => {
  await withParser(
    async (parser) => {
      await parser.parse(GOOD);
      await assert.rejects(parser.parse(HOSTILE["20 MB of tags"]!()), unreadable);
      assert.equal((await parser.parse(GOOD)).urls.length, 1);
    },
    { heapBytes: 48 * 1024 * 1024, memoryBytes: 160 * 1024 * 1024 },
  );
});

test("what the parser refuses is said without losing the process", async () => {
  await withParser(async (parser) => {
    await parser.parse(GOOD);
    const before = children();
    await assert.rejects(parser.parse(HOSTILE["nested 5,000 deep"]!()), unreadable);
    await parser.parse(GOOD);
    assert.deepEqual(children(), before);
  });
});

test("a process that ended while it waited takes no mail with it", async () => {
  await withParser(async (parser) => {
    await parser.parse(GOOD);
    process.kill(Number(children()[0]), "SIGKILL");
    assert.equal((await parser.parse(GOOD)).urls.length, 1);
  });
});

test("a desk that closes blames no mail", async () => {
  const parser = startMailParser();
  await parser.parse(GOOD);
  const late = parser.parse(HOSTILE["20 MB of tags"]!());
  parser.close();
  await assert.rejects(late, { code: "mail.parser", status: 503 });
  await assert.rejects(parser.parse(GOOD), { code: "mail.parser" });
});
