import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY } from "../../lib/clock.ts";
import { contactsFor, isPlaceholder } from "./contacts.ts";
import { readSecurityTxt } from "./security-txt.ts";

const now = Date.UTC(2026, 11, 1);
const abuse = (...lines: unknown[]) => ({ roles: ["abuse"], vcardArray: ["vcard", lines] });
const rdap = (document: unknown) => contactsFor({ rdap: { document, atMs: now - 2 * DAY } }, now);
const values = (contacts: readonly { value: string }[]) => contacts.map(({ value }) => value);

test("RDAP: an abuse entity at the top, nested in another, and nested too deep", () => {
  const entity = abuse(["email", {}, "text", "abuse@hebergeur.example"]);
  assert.deepEqual(rdap({ entities: [entity] }), [
    { kind: "email", value: "abuse@hebergeur.example", source: "rdap", ageMs: 2 * DAY },
  ]);
  assert.equal(rdap({ entities: [{ roles: ["registrar"], entities: [entity] }] }).length, 1);
  let deep: object = { entities: [entity] };
  for (let i = 0; i < 10; i++) deep = { entities: [deep] };
  assert.equal(rdap(deep).length, 0);
});

test("RDAP in the wild: an address in contact-uri, a URI in email, a tel with its scheme", () => {
  const lines = [
    ["contact-uri", {}, "uri", "mailto:abuse@hebergeur.example"],
    ["email", {}, "text", "https://hebergeur.example/signaler"],
    ["tel", { type: ["voice", "work"] }, "uri", "tel:+33-1-99-00-12-34"],
  ];
  assert.deepEqual(
    rdap({ entities: [abuse(...lines)] }).map(({ kind, value }) => [kind, value]),
    [
      ["url", "https://hebergeur.example/signaler"],
      ["email", "abuse@hebergeur.example"],
      ["phone", "+33-1-99-00-12-34"],
    ],
  );
});

test("documents of any other shape give nothing and do not throw", () => {
  for (const document of [
    null,
    3,
    [],
    { entities: {} },
    { entities: [null, 4, { roles: "abuse" }, { roles: ["abuse"], vcardArray: 1 }] },
  ]) {
    assert.deepEqual(rdap(document), []);
  }
});

test("placeholders are not addresses", () => {
  for (const text of [
    "removed@lacnic.net",
    "REDACTED FOR PRIVACY",
    "abuse@redacted.invalid",
    "noreply@hebergeur.example",
    "Please query the RDDS service",
    "a@b",
    "two words@hebergeur.example",
    "",
  ]) {
    assert.ok(isPlaceholder(text), text);
  }
  assert.equal(isPlaceholder("abuse+report@hebergeur.example"), false);
});

test("order: RDAP, security.txt, guess; the same address once, under its best source", () => {
  const contacts = contactsFor(
    {
      domain: "hebergeur.example",
      rdap: { document: { entities: [abuse(["email", {}, "text", "Abuse@hebergeur.example"])] }, atMs: now },
      securityTxt: {
        text: "Contact: mailto:securite@hebergeur.example\nExpires: 2027-01-01T00:00:00Z\n",
        atMs: now - DAY,
      },
    },
    now,
  );
  assert.deepEqual(
    contacts.map(({ value, source }) => [value, source]),
    [
      ["Abuse@hebergeur.example", "rdap"],
      ["securite@hebergeur.example", "security.txt"],
    ],
  );
});

test("without any document there is a guess that says so", () => {
  assert.deepEqual(contactsFor({ domain: "hebergeur.example" }, now), [
    { kind: "email", value: "abuse@hebergeur.example", source: "guess", ageMs: null },
  ]);
});

test("security.txt: order of the file, comments skipped, nothing once expired, undated or huge", () => {
  const valid =
    "# comment\r\nContact: https://a.example/\r\nContact: tel:+1-613-555-0142\r\nExpires: 2027-01-01T00:00:00Z\r\n";
  assert.deepEqual(readSecurityTxt(valid, now), ["https://a.example/", "tel:+1-613-555-0142"]);
  assert.deepEqual(readSecurityTxt(valid, Date.UTC(2028, 0, 1)), []);
  assert.deepEqual(readSecurityTxt("Contact: https://a.example/", now), []);
  assert.deepEqual(readSecurityTxt(valid + "x".repeat(40_000), now), []);
  assert.deepEqual(readSecurityTxt("<!doctype html><p>Contact: nobody</p>", now), []);
});

test("contacts without their documents are empty", () => {
  assert.deepEqual(values(contactsFor({}, now)), []);
});
