import assert from "node:assert/strict";
import { test } from "node:test";
import { type Head, isAutomatic, isAutomaticReply, isNobody } from "./automatic.ts";

const head =
  (fields: Readonly<Record<string, string>>): Head =>
  (name) =>
    fields[name] === undefined ? [] : [fields[name]];

const AUTOMATIC: readonly Readonly<Record<string, string>>[] = [
  { "auto-submitted": "auto-generated" },
  { "auto-submitted": "Auto-Replied (vacation)" },
  { precedence: "bulk" },
  { precedence: "list" },
  { "list-id": "<abuse.lists.example>" },
  { "list-unsubscribe": "<mailto:x@lists.example>" },
  { "x-auto-response-suppress": "OOF, AutoReply" },
  { "x-autoreply": "yes" },
  { "return-path": "<>" },
  { "content-type": 'multipart/report; report-type="delivery-status"; boundary=x' },
];

test("programs and lists are known by their fields, and in doubt nobody is answered", () => {
  for (const fields of AUTOMATIC)
    assert.ok(isAutomatic(head(fields), "anna@mail.example"), JSON.stringify(fields));
  assert.ok(isAutomatic(head({}), undefined));
});

test("a person who writes is answered", () => {
  for (const fields of [{}, { "auto-submitted": "no" }, { "x-auto-response-suppress": "none" }])
    assert.ok(!isAutomatic(head(fields), "anna@mail.example"));
});

test("nobody reads these addresses", () => {
  for (const name of [
    "MAILER-DAEMON",
    "no-reply",
    "noreply+12",
    "do_not_reply",
    "ne-pas-repondre",
    "bounces+a=b",
    "abuse-request",
  ])
    assert.ok(isNobody(`${name}@mail.example`), name);
  for (const name of ["anna", "abuse", "nora", "reply", "downer"])
    assert.ok(!isNobody(`${name}@mail.example`), name);
});

test("an answer of a program is no report; a report of a program is one", () => {
  assert.ok(isAutomaticReply(head({ "auto-submitted": "auto-replied" }), "anna@mail.example"));
  assert.ok(isAutomaticReply(head({}), "MAILER-DAEMON@mail.example"));
  assert.ok(!isAutomaticReply(head({ "auto-submitted": "auto-generated" }), "feedback@mail.example"));
  assert.ok(!isAutomaticReply(head({ precedence: "bulk" }), "feedback@mail.example"));
});
