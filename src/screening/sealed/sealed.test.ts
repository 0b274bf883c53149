import assert from "node:assert/strict";
import { test } from "node:test";
import { RempartError } from "../../lib/errors.ts";
import { screen } from "../screen.ts";
import type { SealedDetail } from "./canonical.ts";
import { createSealedMatcher, matchSealed } from "./matcher.ts";
import { sealedTagsSchema, TagKeys, tagDetail } from "./tag.ts";

const key = new Uint8Array(32).fill(7);
const matches = (detail: SealedDetail, text: string) =>
  matchSealed(key, [tagDetail(key, detail)], text).map(({ start, end }) => text.slice(start, end));

const phone: SealedDetail = { kind: "phone", value: "06 39 98 00 14", region: "FR" };
const address: SealedDetail = {
  kind: "address",
  value: "14 rue des Lavandières-Fictives, 00000 Exempleville",
};
const crescent: SealedDetail = { kind: "address", value: "12 Fictional Crescent, Exampleton ON" };
const former: SealedDetail = {
  kind: "former-name",
  value: "Ancien Prénom",
  with: ["Mirabelle", "mirabelle_tv"],
};

test("a registered detail is found however it is written", () => {
  const cases: [SealedDetail, string, string][] = [
    [phone, "tel 06 39 98 00 14 ok", "06 39 98 00 14"],
    [phone, "0639980014", "0639980014"],
    [phone, "+33 6 39 98 00 14", "+33 6 39 98 00 14"],
    [phone, "+33 (0)6.39.98.00.14", "+33 (0)6.39.98.00.14"],
    [phone, "0033639980014!", "0033639980014"],
    [phone, "0 6 3 9 9 8 0 0 1 4", "0 6 3 9 9 8 0 0 1 4"],
    [
      phone,
      "zéro six trente-neuf quatre-vingt-dix-huit zéro zéro quatorze",
      "zéro six trente-neuf quatre-vingt-dix-huit zéro zéro quatorze",
    ],
    [phone, "O6 39 9B OO I4", "O6 39 9B OO I4"],
    [phone, "０６３９９８００１４", "０６３９９８００１４"],
    [phone, "0\u200b6 39\u200b 98 00 14", "0\u200b6 39\u200b 98 00 14"],
    [address, "14 rue des Lavandières-Fictives", "14 rue des Lavandières-Fictives"],
    [address, "au 14, r. des Lavandieres fictives (3e étage)", "14, r. des Lavandieres fictives"],
    [address, "14 RUE LAVANDIERES FICTIVES", "14 RUE LAVANDIERES FICTIVES"],
    [address, "quatorze rue des Lavandières Fictives", "quatorze rue des Lavandières Fictives"],
    [address, "14 rue des L4v4ndi3res Fictives", "14 rue des L4v4ndi3res Fictives"],
    [
      { kind: "address", value: "14 rue des Lavandières" },
      "14, r. des Lavandieres",
      "14, r. des Lavandieres",
    ],
    [
      { kind: "address", value: "3 bis av. du Gal Fictif" },
      "3 bis avenue du Gal Fictif",
      "3 bis avenue du Gal Fictif",
    ],
    [crescent, "12 Fictional Cres.", "12 Fictional Cres"],
    [crescent, "twelve fictional crescent", "twelve fictional crescent"],
    [{ kind: "phone", value: "613-555-0142", region: "CA" }, "(613) 555 0142", "613) 555 0142"],
    [{ kind: "phone", value: "613-555-0142", region: "CA" }, "+16135550142", "+16135550142"],
    [
      { kind: "email", value: "mirabelle@perchoir.example" },
      "mirabelle [at] perchoir dot example",
      "mirabelle [at] perchoir dot example",
    ],
    [
      { kind: "email", value: "mirabelle@perchoir.example" },
      "MIRABELLE@perchoir.example",
      "MIRABELLE@perchoir.example",
    ],
    [{ kind: "name", value: "Juniper Sample" }, "sample, juniper", "sample, juniper"],
    [{ kind: "name", value: "Juniper Sample" }, "J u n i p e r  Sаmple", "J u n i p e r  Sаmple"],
    [{ kind: "vehicle-plate", value: "AB-123-CD" }, "ab123cd", "ab123cd"],
    [{ kind: "online-account", value: "@mirabelle_tv" }, "m1rabelle-tv", "m1rabelle-tv"],
    [{ kind: "identity-number", value: "2 94 03 75 120 005 91" }, "294037512000591", "294037512000591"],
  ];
  for (const [detail, text, span] of cases)
    assert.deepEqual(matches(detail, text), [span.replace(/^\+/, "")], text);
});

test("its neighbours are not found", () => {
  const cases: [SealedDetail, string][] = [
    [phone, "06 39 98 00 15"],
    [phone, "06 39 98 00 1"],
    [phone, "106 39 98 00 14 5".replaceAll(" ", "")],
    [phone, "les Lavandières sont fermées"],
    [address, "12 rue des Lavandières-Fictives"],
    [address, "114 rue des Lavandières-Fictives"],
    [address, "14 avenue des Lavandières-Fictives"],
    [address, "14 rue des Lavoirs-Fictifs"],
    [crescent, "13 Fictional Crescent"],
    [crescent, "12 Fictional Road"],
    [{ kind: "name", value: "Juniper Sample" }, "Juniper took a sample"],
    [{ kind: "vehicle-plate", value: "AB-123-CD" }, "AB-124-CD"],
  ];
  for (const [detail, text] of cases) assert.deepEqual(matches(detail, text), [], text);
});

test("a former name counts only near a current name or handle", () => {
  assert.deepEqual(matches(former, "Ancien Prénom a écrit"), []);
  assert.deepEqual(matches(former, "Mirabelle, née Ancien Prénom"), ["Ancien Prénom"]);
  assert.deepEqual(matches(former, "ANCIEN PRENOM alias mirabelle_tv"), ["ANCIEN PRENOM"]);
  assert.deepEqual(matches(former, `Mirabelle. ${"bla ".repeat(100)} Ancien Prénom`), []);
});

test("what would match ordinary pages is refused, and so is what cannot be read", () => {
  const refused: [SealedDetail, string][] = [
    [{ kind: "name", value: "Sacha" }, "detail.too-common"],
    [{ kind: "former-name", value: "Ancien Prénom" }, "detail.too-common"],
    [{ kind: "address", value: "rue des Lavandières" }, "detail.too-common"],
    [{ kind: "address", value: "14 rue" }, "detail.too-common"],
    [{ kind: "birth-date", value: "3 mars 1994" }, "detail.too-common"],
    [{ kind: "online-account", value: "abc" }, "detail.too-common"],
    [{ kind: "workplace-or-school", value: "Boulangerie" }, "detail.too-common"],
    [{ kind: "phone", value: "bonjour" }, "detail.invalid"],
    [{ kind: "email", value: "mirabelle" }, "detail.invalid"],
    [{ kind: "address", value: "14 Lavandières" }, "detail.invalid"],
  ];
  for (const [detail, code] of refused) {
    assert.throws(
      () => tagDetail(key, detail),
      (error) => error instanceof RempartError && error.code === code,
      detail.value,
    );
  }
});

test("tags are of the key, hold nothing readable, and are stable", () => {
  const tags = tagDetail(key, phone);
  assert.deepEqual(sealedTagsSchema.parse(tags), tags);
  assert.deepEqual(tagDetail(key, phone), tags);
  assert.ok(!JSON.stringify(tags).includes("639980014"));
  const other = tagDetail(new Uint8Array(32).fill(8), phone);
  assert.equal(other.tags.filter((tag) => tags.tags.includes(tag)).length, 0);
  assert.deepEqual(matchSealed(new Uint8Array(32).fill(8), [tags], "06 39 98 00 14"), []);
});

test("one matcher serves many details, and screening marks what it finds", () => {
  const sealed = createSealedMatcher(
    key,
    [phone, address, former].map((detail) => tagDetail(key, detail)),
  );
  const text = "Mirabelle: 14 rue des Lavandières-Fictives, 06 39 98 00 14";
  assert.deepEqual(
    sealed.find(text).map((span) => span.detail),
    [1, 0],
  );
  const kinds = screen(text, { sealed }).findings.map((finding) => finding.kind);
  assert.equal(kinds.filter((kind) => kind === "sealed-detail").length, 2);
});

test("tags of another version of the normaliser match nothing, and are named", () => {
  const old = { ...tagDetail(key, phone), normaliser: 1 };
  const before = { normaliser: 1, tags: ["0".repeat(38)], near: [] };
  assert.deepEqual(sealedTagsSchema.parse(before), before);
  const sealed = createSealedMatcher(key, [old, tagDetail(key, phone), before]);
  assert.deepEqual(
    sealed.find("06 39 98 00 14").map(({ detail }) => detail),
    [1],
  );
  assert.deepEqual(sealed.outdated, [0, 2]);
});

test("one detail registered very often is found for each, and looked up as fast", () => {
  const tags = tagDetail(key, phone);
  const sealed = createSealedMatcher(
    key,
    Array.from({ length: 3000 }, () => tags),
  );
  assert.equal(sealed.find("06 39 98 00 14").length, 3000);
});

test("the gate of words is the gate of their text", () => {
  const keys = new TagKeys(key);
  for (let round = 0; round < 200; round++) {
    const packed = Math.imul(round + 1, 0x9e3779b1) & 0x3fffffff;
    const text = [0, 5, 10, 15, 20, 25]
      .map((at) => String.fromCharCode(97 + ((packed >>> at) & 31)))
      .join("");
    assert.equal(keys.gateOfWords(packed), keys.gate(`L${text}`));
  }
});
