import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { MeasureEntry } from "../../ledger/entry.ts";
import { type Opening, targetHash } from "../../ledger/target.ts";
import { GRAINS, parsePolicy, SERVICE_ROLES, VERBS } from "../../policy/index.ts";
import { effectOf, statementMail } from "./mail.ts";
import { type StatementInput, statementOf } from "./statement.ts";

const POLICY = parsePolicy(
  readFileSync(new URL("../../../policies/steward.yaml", import.meta.url), "utf8"),
  "steward",
);
const LINKS = { portal: "https://desk.example/o/x.y", provider: "Rempart" };
const ID = "0123456789abcdefghjkmnpqrs";

const OPENING: Opening = {
  ...{ salt: "A".repeat(43), grain: "url", site: ID, canonical: "/salon/sujet/41", params: [] },
  ...{ readings: { foldCase: false }, normaliser: 1 },
};

const ENTRY: MeasureEntry = {
  ...{
    v: 1,
    kind: "measure",
    at: "2026-12-01T10:00:00Z",
    decision: ID,
    role: "cdn",
    verb: "refuse",
    grain: "url",
  },
  ...{ clause: "V1", policy: POLICY.hash, target: targetHash(OPENING), starts: "2026-12-01T10:00:00Z" },
  ...{ ends: "2027-03-01T10:00:00Z", emergency: false, approvals: 1 },
};

const INPUT: StatementInput = {
  ...{ entry: ENTRY, index: 7, policy: POLICY, opening: OPENING, hostname: "perchoir.example" },
  facts: "La page annonce des violences contre une personne que l'on reconnaît.",
  whyNotMilder: "Demander le retrait laisserait la page en ligne.",
};

/** Everything that a statement may be made of. A field for a report, a reporter or a detail would not compile here. */
type Fields = "entry" | "index" | "policy" | "opening" | "hostname" | "facts" | "whyNotMilder";
const exactly: [keyof StatementInput] extends [Fields]
  ? [Fields] extends [keyof StatementInput]
    ? true
    : false
  : false = true;

describe("a statement of reasons", () => {
  test("has room for nothing but the entry, the rule and the moderator's own words", () => {
    assert.ok(exactly);
    assert.deepEqual(Object.keys(statementOf(INPUT)).sort(), [
      ...[
        "automation",
        "decision",
        "facts",
        "ground",
        "ledgerIndex",
        "measure",
        "opening",
        "target",
        "whyNotMilder",
      ],
    ]);
  });

  test("carries the opening with which the operator checks the public entry", () => {
    const { opening, ledgerIndex } = statementOf(INPUT);
    assert.equal(targetHash(opening), ENTRY.target);
    assert.equal(ledgerIndex, 7);
  });

  test("names the page for url and path, the very host for host, the main one for the rest", () => {
    const canonical = {
      url: "/salon/sujet/41",
      path: "/salon",
      host: "miroir.example",
      site: "",
      account: "",
    };
    const target = (grain: MeasureEntry["grain"]) =>
      statementOf({
        ...INPUT,
        entry: { ...ENTRY, grain },
        opening: { ...OPENING, grain, canonical: canonical[grain] },
      }).target;
    assert.deepEqual(GRAINS.map(target), [
      ...["perchoir.example/salon/sujet/41", "perchoir.example/salon"],
      ...["miroir.example", "perchoir.example", "perchoir.example"],
    ]);
  });

  test("refuses a clause that its policy does not have", () => {
    assert.throws(() => statementOf({ ...INPUT, entry: { ...ENTRY, clause: "Z9" } }), /has no clause Z9/);
  });
});

const { text: fr, subject: objet } = statementMail(statementOf(INPUT), LINKS, "fr");
const { text: en, subject } = statementMail(statementOf(INPUT), LINKS, "en");

test("the mail in French", () => {
  assert.equal(objet, "Décision 01234567 sur votre site");
  assert.equal(
    fr,
    `Bonjour,

Rempart a pris une décision qui concerne votre site.

Adresse : perchoir.example/salon/sujet/41
Mesure : refuse (url), service : diffusion (CDN)
Du 2026-12-01 au 2027-03-01
Nos serveurs répondent 403 à cette adresse. Le reste du site est servi comme avant.

Règle : V1, Menace de violence contre une personne (version 2026-12-01)
${POLICY.clauses.find(({ id }) => id === "V1")?.text.fr}

Ce que nous avons constaté nous-mêmes : La page annonce des violences contre une personne que l'on reconnaît.
Pourquoi une mesure plus légère ne suffit pas : Demander le retrait laisserait la page en ligne.

Des programmes aident à repérer ; une personne a décidé.
Constater n'est pas affirmer : cette décision ne dit pas que ce qui est écrit à cette adresse est vrai.

Raisons complètes, remède, réponse et recours (six mois) : https://desk.example/o/x.y
Entrée du registre public : 7. Décision : ${ID}
`,
  );
});

test("the mail in English", () => {
  assert.equal(subject, "Decision 01234567 about your site");
  assert.equal(
    en,
    `Hello,

Rempart has made a decision about your site.

Address: perchoir.example/salon/sujet/41
Measure: refuse (url), service: delivery (CDN)
From 2026-12-01 to 2027-03-01
Our servers answer 403 at this address. The rest of the site is served as before.

Rule: V1, Threat of violence against a person (version 2026-12-01)
${POLICY.clauses.find(({ id }) => id === "V1")?.text.en}

What we saw ourselves: La page annonce des violences contre une personne que l'on reconnaît.
Why a milder measure does not do: Demander le retrait laisserait la page en ligne.

Programs help to find; a person decided.
Seeing is not asserting: this decision does not say that anything written there is true.

Full reasons, how to cure, reply and appeal (six months): https://desk.example/o/x.y
Entry in the public ledger: 7. Decision: ${ID}
`,
  );
});

test("no mail says that something is true, whose it is, or that somebody reported it", () => {
  const inputs = fc.record({
    verb: fc.constantFrom(...VERBS),
    grain: fc.constantFrom(...GRAINS),
    clause: fc.constantFrom(...POLICY.clauses.map(({ id }) => id)),
    language: fc.constantFrom("fr", "en"),
  });
  fc.assert(
    fc.property(inputs, ({ verb, grain, clause, language }) => {
      const statement = statementOf({
        ...INPUT,
        entry: { ...ENTRY, verb, grain, clause },
        facts: "",
        whyNotMilder: "",
      });
      const { text: clauseText, title } = statement.ground;
      const mail = statementMail(statement, LINKS, language as "fr" | "en");
      const ours = [
        mail.subject,
        mail.text.replace(clauseText[language as "fr"], "").replace(title[language as "fr"], ""),
      ].join(" ");
      const disclaimed = ours
        .replace(/does not say that anything written there is true/, "")
        .replace(/ne dit pas que .* est vrai/, "");
      assert.doesNotMatch(disclaimed, /\b(true|vraie?s?|truth|vérité|really|réellement)\b/i);
      assert.doesNotMatch(
        ours,
        /\b(report(er|ed)?|complain\w*|signal(é|ement|ant)\w*|plaign\w*|victim\w*)\b/i,
      );
      for (const role of SERVICE_ROLES)
        assert.notEqual(effectOf({ verb, role }, language as "fr" | "en"), verb);
    }),
  );
});

test("the mail says where a measure holds, and what it does in a role where no edge answers", () => {
  const entry = { ...ENTRY, role: "host" as const, territory: ["BE", "FR"] };
  const statement = statementOf({ ...INPUT, entry });
  const fr = statementMail(statement, LINKS, "fr").text;
  assert.match(fr, /service : hébergement\n/);
  assert.match(fr, /\nSeulement dans ces pays : BE, FR\n/);
  assert.doesNotMatch(fr, /403/);
  const en = statementMail(statement, LINKS, "en").text;
  assert.match(en, /\nOnly in these countries: BE, FR\nWhere we host these files/);
});
