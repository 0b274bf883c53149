import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeClock } from "../lib/clock.ts";
import type { RoleFinding } from "./claims/outcome.ts";
import { formatWho } from "./format.ts";
import type { DnsType } from "./observe/observation.ts";
import type { Ports } from "./observe/ports.ts";
import type { SeenRole } from "./rules/rule.ts";
import { rulesWith, who } from "./who.ts";

/** Records by `TYPE name`; an Error stands for a look-up that fails. */
type Zone = Readonly<Record<string, readonly string[] | Error>>;
interface World {
  readonly zone: Zone;
  readonly issuer?: string;
  readonly headers?: readonly (readonly [string, string])[] | Error;
  readonly rdap?: unknown;
}

function worldPorts({ zone, issuer = "Exemple CA", headers = [], rdap }: World): Ports {
  return {
    clock: fakeClock(),
    vantage: "test",
    dns: async (name: string, type: DnsType) => {
      const records = zone[`${type} ${name}`] ?? [];
      if (records instanceof Error) throw records;
      return records;
    },
    tls: async () => ({ issuer, names: [] }),
    http: async () => {
      if (headers instanceof Error) throw headers;
      return { status: 200, headers };
    },
    ...(rdap !== undefined && { rdap: async () => rdap }),
  };
}

const rules = rulesWith(new Map([["cloudflare", ["198.51.100.0/24"]]]));
const failed = (code: string) => Object.assign(new Error(code), { code });

async function rolesOf(world: World, hostname = "perchoir.example"): Promise<Record<SeenRole, RoleFinding>> {
  const { roles } = await who(hostname, worldPorts(world), rules);
  return Object.fromEntries(roles.map((finding) => [finding.role, finding])) as Record<SeenRole, RoleFinding>;
}

const outcomes = (roles: Record<SeenRole, RoleFinding>) =>
  Object.fromEntries(
    Object.values(roles).map(({ role, outcome, claims }) => [
      role,
      [outcome, ...claims.map((claim) => claim.provider)].join(" "),
    ]),
  );

test("a site on its host's own address: host, name servers and mail are identified", async () => {
  const roles = await rolesOf({
    zone: {
      "A perchoir.example": ["192.0.2.7"],
      "NS perchoir.example": ["ns1.hebergeur.example", "ns2.hebergeur.example"],
      "MX perchoir.example": ["mx.courriel-libre.example"],
    },
  });
  assert.deepEqual(outcomes(roles), {
    cdn: "none",
    dns: "identified hebergeur-exemple",
    registrar: "unknown",
    host: "identified hebergeur-exemple",
    mail: "identified courriel-libre.example",
  });
});

test("behind a CDN the host is hidden, never guessed", async () => {
  const roles = await rolesOf({
    zone: { "A perchoir.example": ["203.0.113.10"], "NS perchoir.example": ["a.dns.cdn-exemple.example"] },
    issuer: "CDN Exemple SAS",
    headers: [["x-cdn-exemple", "hit"]],
  });
  assert.equal(outcomes(roles).cdn, "identified cdn-exemple");
  assert.equal(roles.host.outcome, "hidden");
  assert.match(roles.host.because, /behind cdn-exemple/);
  assert.ok(roles.cdn.claims[0]!.confidence > 0.99);
});

test("an alias in the middle of the chain names the CDN", async () => {
  const roles = await rolesOf(
    {
      zone: {
        "CNAME www.perchoir.example": ["perchoir.edge.cdn-exemple.example"],
        "CNAME perchoir.edge.cdn-exemple.example": ["node-3.transit.example"],
        "A www.perchoir.example": ["198.18.0.1"],
      },
    },
    "www.perchoir.example",
  );
  assert.equal(outcomes(roles).cdn, "identified cdn-exemple");
});

test("aliases that go round in circles end", async () => {
  const roles = await rolesOf(
    {
      zone: {
        "CNAME a.example": ["b.example"],
        "CNAME b.example": ["a.example"],
        "A a.example": failed("ESERVFAIL"),
      },
    },
    "a.example",
  );
  assert.equal(roles.cdn.outcome, "unknown");
});

test("look-alike names belong to nobody in the table", async () => {
  const roles = await rolesOf({
    zone: {
      "CNAME perchoir.example": [
        "x.evilcdn.cloudflare.net",
        "x.evil-edge.cdn-exemple.example.attacker.example",
      ],
      "A perchoir.example": ["198.18.0.1"],
      "NS perchoir.example": ["ns.evilns.cloudflare.com"],
    },
  });
  assert.deepEqual([roles.cdn.outcome, outcomes(roles).dns], ["none", "identified cloudflare.com"]);
});

test("a forged header alone identifies nobody, and keeps the host from being named", async () => {
  const roles = await rolesOf({
    zone: { "A perchoir.example": ["192.0.2.7"] },
    headers: [
      ["server", "cloudflare"],
      ["cf-ray", "1"],
    ],
  });
  assert.equal(roles.cdn.outcome, "unknown");
  assert.match(roles.cdn.because, /cloudflare, too weak/);
  assert.equal(roles.host.outcome, "unknown");
});

test("a provider's published range identifies it, name servers alone do not", async () => {
  const inRange = await rolesOf({ zone: { "A perchoir.example": ["198.51.100.9"] } });
  assert.equal(outcomes(inRange).cdn, "identified cloudflare");
  const nameServers = await rolesOf({
    zone: { "A perchoir.example": ["192.0.2.7"], "NS perchoir.example": ["ada.ns.cloudflare.com"] },
  });
  assert.equal(nameServers.cdn.outcome, "unknown");
  assert.equal(outcomes(nameServers).dns, "identified cloudflare");
});

test("a failed look-up is unknown, an empty answer is none", async () => {
  const broken = await rolesOf({
    zone: {
      "A perchoir.example": failed("ETIMEOUT"),
      "NS perchoir.example": failed("ESERVFAIL"),
      "MX perchoir.example": failed("ECONNREFUSED"),
    },
  });
  assert.deepEqual(
    Object.values(broken).map(({ outcome }) => outcome),
    new Array(5).fill("unknown"),
  );
  const empty = await rolesOf({ zone: {} });
  assert.deepEqual([empty.cdn.outcome, empty.host.outcome, empty.mail.outcome], ["none", "none", "none"]);
});

test("a site that does not answer leaves the CDN, and so the host, unknown", async () => {
  const roles = await rolesOf({
    zone: { "A perchoir.example": ["192.0.2.7"] },
    headers: failed("ECONNRESET"),
  });
  assert.deepEqual([roles.cdn.outcome, roles.host.outcome], ["unknown", "unknown"]);
});

test("two name server operators are several; a null MX is no mail", async () => {
  const roles = await rolesOf({
    zone: {
      "A perchoir.example": ["192.0.2.7"],
      "NS perchoir.example": ["ns1.hebergeur.example", "ns1.autre-dns.example"],
      "MX perchoir.example": [""],
    },
  });
  assert.equal(outcomes(roles).dns, "several autre-dns.example hebergeur-exemple");
  assert.equal(roles.mail.outcome, "none");
});

const REGISTRY_DOCUMENT = {
  entities: [
    { roles: ["registrant"], vcardArray: ["vcard", [["fn", {}, "text", "Personne Fictive"]]] },
    {
      roles: ["registrar"],
      vcardArray: ["vcard", [["fn", {}, "text", "Bureau Fictif"]]],
      entities: [
        { roles: ["abuse"], vcardArray: ["vcard", [["email", {}, "text", "abus@bureau-fictif.example"]]] },
      ],
    },
  ],
};

test("the registrar comes from the registry, with its nested abuse contact; the registrant is never read", async () => {
  const ports = worldPorts({ zone: { "A perchoir.example": ["192.0.2.7"] }, rdap: REGISTRY_DOCUMENT });
  const report = await who("perchoir.example", ports, rules);
  const text = formatWho(report);
  assert.match(text, /registrar: identified\n {2}Bureau Fictif \(98\.2 %\): can suspend the name/);
  assert.match(text, /abus@bureau-fictif\.example \(rdap, 0 d old\)/);
  assert.ok(!text.includes("Personne"));
});

test("the report for people holds no address of the site", async () => {
  const zone = { "A perchoir.example": ["192.0.2.7"], "AAAA perchoir.example": ["2001:db8::7"] };
  const text = formatWho(await who("Perchoir.example.", worldPorts({ zone }), rules));
  assert.match(text, /^perchoir\.example, seen from test at 2026-12-01T00:00:00Z\n/);
  assert.match(text, /host: identified\n {2}Hébergeur Exemple \(95\.3 %\): can remove it/);
  assert.match(text, /abuse@hebergeur\.example \(guess\)/);
  assert.ok(!text.includes("192.0.2") && !text.includes("2001:db8"));
});

test("what is not a hostname is refused", async () => {
  for (const name of ["", "192.0.2.7", "a b.example", "localhost", "-x.example", "http://perchoir.example"]) {
    await assert.rejects(who(name, worldPorts({ zone: {} }), rules), { code: "who.hostname" }, name);
  }
});
