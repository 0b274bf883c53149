import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import { solve } from "../../src/desk/reports/gate/testing/solve.ts";
import type { ReportLine } from "../../src/desk/reports/readings.ts";
import { unsealHash } from "../../src/ledger/approval.ts";
import { newId } from "../../src/lib/ids.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import type { Member } from "../world/person.ts";
import { until } from "../world/world.ts";
import { House } from "./house.ts";
import { Reporter } from "./reporter.ts";

const CONDUIT = new URL("../../policies/conduit.yaml", import.meta.url);
const WORDS = "zqcanarywords";
const PAGE = `https://${HOSTNAMES.forum}/salon/mirabelle/sujet/41-on-sait-ou-elle-est`;

/** A second of nothing, as a WAV file. */
function silence(): Buffer {
  const data = Buffer.alloc(8_000, 128);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(8_000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

describe("a report, from the first page to the answer", () => {
  let house: House;
  before(async () => {
    house = await House.open({ extra: { REMPART_TRANSCRIBER: "/bin/echo on va venir" } });
  });
  after(() => house.close());

  const signed = (what: string, report: string, reason: string, who: readonly Member[]) => {
    const unsealing = newId();
    const hash = unsealHash(what, report, reason, unsealing);
    return { unsealing, reason, approvals: who.map((member) => member.approval(hash)) };
  };
  const newest = async (): Promise<{ caseId: string; report: ReportLine }> => {
    const caseId = (await house.cases())[0]!.id;
    const path = `/api/cases/${caseId}/reports`;
    const { reports } = await house.get<{ reports: ReportLine[] }>(house.first, path);
    return { caseId, report: reports[0]! };
  };

  for (const cookies of [true, false]) {
    test(`goes through six pages, saved at each, ${cookies ? "with" : "without"} cookies`, async () => {
      const her = new Reporter(house, { cookies });
      await her.open("/s");
      await her.press("/s", { urls: `${PAGE}?fbclid=${WORDS}&page=2#${WORDS}\r\n${PAGE}`, go: "more" });
      assert.equal(her.status, 201);
      assert.match(her.words, /Pas encore envoyé/);
      assert.ok(her.text.includes(`${PAGE}?page=2<`), "what is kept of the address");
      assert.ok(!her.text.includes(WORDS), "and nothing of its tokens");
      const receipt = her.code;
      assert.notEqual(receipt, "");

      await her.press("/s/go", { to: "2" });
      assert.match(her.words, /Que se passe-t-il/);
      await her.press("/s/2", {
        happening: ["address", "threat"],
        riskToLife: "true",
        when: "2026-08",
        go: "next",
      });
      const who = { how: "reachable", chosenName: `Mirabelle ${WORDS}`, pronouns: "elle", contact: WORDS };
      await her.press("/s/3", { ...who, people: "Sacha\r\nBiscotte", go: "next" });
      assert.match(her.words, /Qui peut apprendre/);
      await her.press("/s/4", { mayKnow: "host", go: "back" });
      assert.match(her.words, /Que voulez-vous nous dire de vous/);
      await her.press("/s/3", { how: "reachable", go: "next" });
      assert.match(her.text, /value="host" checked/);
      await her.press("/s/4", { mayKnow: "host", go: "next" });
      const details = {
        "detail-address": "14 rue des Lavandières-Fictives, 00000 Exempleville",
        former: "true",
      };
      await her.press("/s/5", {
        words: `${WORDS} words`,
        transcript: `${WORDS} voice`,
        ...details,
        go: "next",
      });
      assert.match(her.words, /Prêt à envoyer/);
      assert.match(her.words, /2 pages/);
      assert.match(her.words, /1 détail, dont les mots sont oubliés/);

      const again = new Reporter(house, { language: "en" }); // another browser, months of trouble later
      await again.open("/s/1");
      await again.press("/s/1", { code: receipt.toUpperCase().replaceAll("-", " ") });
      assert.match(again.words, /Saved, not sent/);
      await again.press("/s/go", { to: "6" });
      await again.press("/s/6", { go: "send" });
      assert.match(again.words, /A person will look/);
      assert.ok(
        !again.text.includes(WORDS) && !her.text.includes(WORDS),
        "nothing that she wrote is shown back",
      );

      await her.press("/s/6", { go: "send" });
      assert.match(her.words, /déjà envoyé|Une personne va regarder/);
      const { report } = await newest();
      assert.equal(report.riskToLife, true);
      assert.equal(report.mayKnow, "host");
      assert.equal(report.hasIdentity, true);
    });
  }

  test("the first form counts once: going back to it after leaving shows no code and no address", async () => {
    const her = new Reporter(house, { language: "en" });
    await her.open("/s");
    const n = /name="n" value="([^"]+)"/.exec(her.text)![1]!;
    await her.press("/s", { n, urls: PAGE, go: "more" });
    assert.notEqual(her.code, "");
    await her.open("/s/x");
    await her.press("/s", { n, urls: PAGE, go: "more" });
    assert.match(her.words, /enter your code again/);
    assert.equal(her.code, "");
    assert.ok(!her.text.includes(PAGE));
  });

  test("what is wrong with one thing of a page leaves the others saved", async () => {
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: PAGE, go: "more" });
    await her.press("/s/go", { to: "5" });
    await her.press("/s/5", { words: `${WORDS} kept`, "detail-phone": "12", go: "send" });
    assert.match(her.text, /role="alert"/);
    await her.press("/s/5", { go: "send" });
    const { report } = await newest();
    const asked = signed("narrative", report.id, "decide", [house.first]);
    const path = `/api/reports/${report.id}/words`;
    const { words } = await house.post<{ words: { words: string } }>(house.first, path, asked);
    assert.equal(words.words, `${WORDS} kept`);
  });

  test("coming back to who she is adds to it, and to say less takes away; an odd month takes nothing with it", async () => {
    const { first, second } = house;
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: PAGE, go: "more" });
    await her.press("/s/2", { riskToLife: "true", happening: "threat", when: "yesterday", go: "next" });
    assert.match(her.words, /could not read the month/);
    assert.match(her.text, /name="riskToLife" value="true" checked/);
    assert.match(her.text, /value="threat" checked/);
    await her.press("/s/2", { happening: "threat", when: "August 2026", go: "next" });
    assert.match(her.words, /Step 3/);
    await her.press("/s/3", { how: "reachable", chosenName: "Mirabelle", contact: WORDS, go: "next" });
    await her.press("/s/3", { how: "reachable", pronouns: "elle", go: "next" });
    await her.press("/s/go", { to: "6" });
    assert.match(her.words, /Of you we have a way to reach you/);
    await her.press("/s/3", { how: "pseudonym", go: "next" });
    await her.press("/s/go", { to: "6" });
    assert.match(her.words, /no way to reach you/);
    await her.press("/s/6", { go: "send" });
    const { report } = await newest();
    const asked = signed("identity", report.id, "contact", [first, second]);
    const { identity } = await house.post<{ identity: object }>(
      first,
      `/api/reports/${report.id}/identity`,
      asked,
    );
    assert.deepEqual(identity, { chosenName: "Mirabelle", pronouns: "elle" });
  });

  test("what was never sent can be destroyed at once", async () => {
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: PAGE, go: "more" });
    const receipt = her.code;
    await her.open("/s/r");
    await her.press("/s/r", { act: "withdraw", sure: "true" });
    assert.match(her.words, /has been destroyed/);
    await her.press("/s/1", { code: receipt });
    assert.match(her.words, /Withdrawn/);
  });

  test("what is nowhere, or went wrong, is said on a page to who reads pages", async () => {
    const nowhere = await house.ask("/s/9", { headers: { accept: "text/html", "accept-language": "en" } });
    assert.equal(nowhere.status, 404);
    assert.match(nowhere.text, /Nothing was lost/);
    const headers = {
      accept: "text/html",
      "accept-language": "en",
      "content-type": "application/x-www-form-urlencoded",
    };
    const big = await house.ask("/s/2", { method: "POST", body: "x=".padEnd(300_000, "x"), headers });
    assert.equal(big.status, 413);
    assert.match(big.text, /nothing of that page was kept/);
    const broken = await house.ask("/s/5", {
      ...{ method: "POST", body: `--x\r\n${WORDS}` },
      headers: { accept: "text/html", "content-type": "multipart/form-data; boundary=x" },
    });
    assert.equal(broken.status, 400);
    assert.match(String(broken.headers["content-type"]), /text\/html/);
    assert.ok(!broken.text.includes(WORDS));
  });

  test("a session that ends asks for the code, and the way out leaves nothing", async () => {
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: PAGE, go: "more" });
    await her.open("/s/3");
    assert.match(her.words, /What do you want to tell us about yourself/);
    const k = /name="k" value="([^"]*)"/.exec(her.text)![1]!;
    await her.open("/s/x");
    await her.open("/s/3");
    assert.match(her.words, /Your code/);
    assert.ok(!her.text.includes('name="k"'));
    await her.press("/s/3", { k, how: "anonymous", go: "next" }); // what another tab still had
    assert.match(her.words, /enter your code again/);
  });

  test("the team reads her words with a reason, and she sees that; two open who she is; both can write", async () => {
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: PAGE, go: "more" });
    await her.press("/s/3", { k: "", ...{} });
    const other = new Reporter(house, { language: "en" });
    await other.press("/s", { urls: PAGE, go: "more" });
    const receipt = other.code;
    await other.press("/s/go", { to: "3" });
    await other.press("/s/3", { how: "pseudonym", chosenName: `${WORDS} name`, go: "next" });
    await other.press("/s/4", { mayKnow: "desk", go: "next" });
    await other.press("/s/5", { words: `${WORDS} story`, go: "send" });
    await other.press("/s/r", { act: "say", text: `${WORDS} message` });
    assert.match(other.words, /A message was written to us/);

    const { report } = await newest();
    const { first, second } = house;
    const words = await house.post<{ words: { words: string }; parts: { said: { text: string } }[] }>(
      first,
      `/api/reports/${report.id}/words`,
      signed("narrative", report.id, "decide", [first]),
    );
    assert.equal(words.words.words, `${WORDS} story`);
    assert.equal(words.parts[0]?.said.text, `${WORDS} message`);
    const path = `/api/reports/${report.id}/identity`;
    const alone = await house.problemAs(
      first,
      "POST",
      path,
      signed("identity", report.id, "contact", [first]),
    );
    assert.equal(alone.code, "vault.approval");
    const both = signed("identity", report.id, "contact", [first, second]);
    const { identity } = await house.post<{ identity: { chosenName: string } }>(first, path, both);
    assert.equal(identity.chosenName, `${WORDS} name`);
    await house.post(first, `/api/reports/${report.id}/answers`, {
      ...signed("narrative", report.id, "answer", [first]),
      text: "Thank you. We are looking at it today.",
    });

    const reader = new Reporter(house, { language: "en" });
    await reader.press("/s/1", { code: receipt });
    assert.match(reader.words, /We are looking at it today\./);
    assert.match(reader.words, /A person of the team read your words, to decide/);
    assert.match(reader.words, /Two people of the team opened who you are, to reach you/);
    assert.ok(!reader.text.includes(WORDS));
  });

  test("pictures, voice messages and texts: what they disclosed is told, the team gets a clean copy, a machine's words say so", async () => {
    const gps = { IFD3: { GPSLatitudeRef: "N", GPSLatitude: "48/1 51/1 29/1" } };
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#123456" } })
      .withExif({ IFD0: { Artist: WORDS }, ...gps })
      .jpeg()
      .toBuffer();
    const plain = await sharp(picture).png().toBuffer();
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: PAGE, go: "more" });
    await her.press("/s/go", { to: "5" });
    await her.upload("/s/5", { go: "next" }, [
      { name: `${WORDS}.jpg`, type: "image/jpeg", bytes: picture },
      { name: "voice.wav", type: "audio/wav", bytes: silence() },
    ]);
    assert.match(her.words, /2 files/);
    await her.press("/s/6", { go: "back" });
    assert.match(her.words, /where it was taken/);
    assert.match(her.words, /a name/);
    await her.upload("/s/5", { go: "send" }, [
      { name: "x.pdf", type: "application/pdf", bytes: Buffer.from(`%PDF-1.7\n\0${WORDS}`) },
      { name: "chat.html", type: "text/html", bytes: Buffer.from(`<script>\r\n${WORDS}`) },
      { name: "after.jpg", type: "image/jpeg", bytes: plain },
    ]);
    assert.match(her.words, /cannot read one of the files; the rest is kept/);
    await her.press("/s/5", { go: "send" });
    assert.match(her.words, /4 files kept/, "one that cannot be read takes no other with it");
    assert.match(her.words, /A sound, kept sealed as it is/);
    assert.ok(!her.text.includes(WORDS));

    const { report } = await newest();
    const { first } = house;
    const read = () =>
      house.post<{ parts: { id: string; kind: string; said: Record<string, unknown> }[] }>(
        first,
        `/api/reports/${report.id}/words`,
        signed("narrative", report.id, "decide", [first]),
      );
    const parts = await until("the machine's transcript", async () => {
      const opened = (await read()).parts;
      return opened.some(({ said }) => said.byMachine === true) && opened;
    });
    const heard = parts.find(({ said }) => said.byMachine === true);
    assert.equal(String(heard?.said.text).trim(), "on va venir");
    const file = parts.find(({ said }) => said.kind === "picture")!;
    assert.equal(file.said.name, `${WORDS}.jpg`);
    const copyOf = (part: string) =>
      house.ask(`/api/reports/${report.id}/files/${part}`, {
        method: "POST",
        headers: { authorization: `Bearer ${first.token}` },
        body: JSON.stringify(signed("narrative", report.id, "decide", [first])),
      });
    const chat = await copyOf(parts.find(({ said }) => said.kind === "text")!.id);
    assert.deepEqual([chat.headers["x-file-type"], chat.text], ["text/plain", `<script>\n${WORDS}`]);
    const copy = await copyOf(file.id);
    assert.equal(copy.headers["content-type"], "application/octet-stream");
    assert.ok(!copy.body.includes(WORDS));
    const { exif, width } = await sharp(copy.body).metadata();
    assert.deepEqual([exif, width], [undefined, 40]);
  });

  test("no file is taken where she said that it shows a minor or an intimate picture", async () => {
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: PAGE, go: "more" });
    await her.press("/s/2", { doNotFetch: "true", go: "next" });
    await her.upload("/s/5", { go: "next" }, [{ name: "x.wav", type: "audio/wav", bytes: silence() }]);
    assert.match(her.words, /for this report we take no file, and none was kept/);
    await her.press("/s/6", { go: "send" });
    assert.ok(!her.words.includes("file kept"));
  });

  test("a helper brings something, sees no more than that, and is sent away; the person concerned takes over", async () => {
    const helper = new Reporter(house, { language: "en" });
    await helper.press("/s", { urls: PAGE, go: "more" });
    await helper.press("/s/go", { to: "3" });
    await helper.press("/s/3", { how: "helpline", organisation: "Ligne d'appui (fictive)", go: "send" });
    assert.match(helper.words, /A person will look/);
    await helper.press("/s/r", { act: "takeover" });
    const takeover = helper.code;
    await helper.press("/s/go", { to: "r" });

    const her = new Reporter(house, { language: "en" });
    await her.press("/s/1", { code: takeover });
    assert.match(her.words, /Take this report over/);
    await her.press("/s/t", { keep: "true" });
    assert.equal(her.status, 201);
    assert.match(her.words, /This report is yours/);
    const mine = her.code;
    assert.notEqual(mine, takeover);
    await her.press("/s/go", { to: "r" });
    assert.match(her.words, /The person concerned took over/);

    await helper.open("/s/r"); // the browser that filed it is out; its code opens a helper's view
    assert.match(helper.words, /enter your code again/);
    const used = new Reporter(house);
    await used.press("/s/1", { code: takeover });
    assert.equal(used.status, 404);

    await her.press("/s/r", { act: "helper" });
    const second = new Reporter(house, { language: "en" });
    await second.press("/s/1", { code: her.code });
    assert.match(second.words, /here is what you brought to it, and not the rest/);
    assert.ok(!second.words.includes("Withdraw"));
    await second.press("/s/r", { act: "say", text: "I can help" });
    await second.press("/s/r", { act: "withdraw", sure: "true" });
    assert.match(second.words, /Only the person who reported can do this/);
    await her.press("/s/go", { to: "r" });
    for (const [, id] of [...her.text.matchAll(/name="end" value="([^"]+)"/g)])
      await her.press("/s/r", { end: id! });
    await second.open("/s/r");
    assert.match(second.words, /enter your code again/);
  });

  test("somebody else's code writes nothing into what she has not sent, and sends nothing", async () => {
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: PAGE, go: "more" });
    const receipt = her.code;
    const post = async (path: string, body: object) => {
      const answer = await house.ask(`/api/reports/${path}`, { method: "POST", body: JSON.stringify(body) });
      return JSON.parse(answer.text);
    };
    await her.press("/s/go", { to: "3" });
    await her.press("/s/3", { how: "pseudonym", chosenName: "Mirabelle", go: "next" });
    for (const kind of ["helper", "takeover"]) {
      const { code } = await post("codes", { receipt, kind });
      const other = new Reporter(house, { language: "en" });
      await other.press("/s/1", { code });
      await other.press("/s/go", { to: "3" });
      assert.ok(!other.text.includes('name="how"'), `${kind}: what she chose is not shown`);
      await other.press("/s/4", { mayKnow: "operator", go: "next" });
      assert.equal(other.status, 403, kind);
      await other.press("/s/3", { how: "anonymous", go: "send" });
      assert.equal(other.status, 403, kind);
    }
    const { status, mayKnow } = await post("status", { receipt });
    assert.deepEqual([status, mayKnow], ["draft", "desk"]);
    await her.press("/s/go", { to: "3" });
    assert.match(her.text, /value="pseudonym" checked/);
  });

  test("a page of another site posts nothing here, and so puts no browser into a report of its own", async () => {
    const his = new Reporter(house, { cookies: false });
    await his.press("/s", { urls: PAGE, go: "more" });
    const receipt = his.code;
    const session = /name="k" value="([^"]*)"/.exec(his.text)![1]!;
    const bodies = { "/s/go": `k=${session}&to=5`, "/s/1": `code=${receipt}`, "/s": `urls=${PAGE}` };
    for (const [path, body] of Object.entries(bodies)) {
      for (const site of ["cross-site", "same-site", "same-origin", "none", undefined]) {
        const { status, headers } = await house.ask(path, {
          ...{ method: "POST", body },
          headers: {
            "content-type": "application/x-www-form-urlencoded",
            ...(site === undefined ? {} : { "sec-fetch-site": site }),
          },
        });
        const isElsewhere = site === "cross-site" || site === "same-site";
        assert.equal(status === 403, isElsewhere, `${path} ${site}: ${status}`);
        assert.equal(headers["set-cookie"] === undefined, isElsewhere, `${path} ${site}`);
      }
    }
    const linked = await house.ask("/s", { headers: { "sec-fetch-site": "cross-site" } });
    assert.equal(linked.status, 200);
  });

  test("what is answered to programs is kept by no browser", async () => {
    const headers = { authorization: `Bearer ${house.first.token}` };
    for (const path of ["/api/cases", "/api/me", "/api/flaggers"])
      assert.equal((await house.ask(path, { headers })).headers["cache-control"], "no-store", path);
    const { headers: filed } = await house.ask("/api/reports", {
      ...{ method: "POST", body: JSON.stringify({ urls: [PAGE] }) },
    });
    assert.equal(filed["cache-control"], "no-store");
  });

  test("a refusal says why, is contested once, and somebody else answers then", async () => {
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: `https://${HOSTNAMES.forum}/salon/contester`, go: "send" });
    const receipt = her.code;
    const cases = await house.get<{ cases: { id: string; reports: number }[] }>(house.first, "/api/cases");
    const views = await Promise.all(
      cases.cases.map(({ id }) =>
        house.get<{ id: string; pages: { path: string }[] }>(house.first, `/api/cases/${id}`),
      ),
    );
    const { id } = views.find(({ pages }) => pages.some(({ path }) => path === "/salon/contester"))!;
    await house.post(house.first, `/api/cases/${id}/refusal`, { reason: "nothing-found" });
    await her.press("/s/1", { code: receipt });
    assert.match(her.words, /found nothing there that our rules are about/);
    assert.match(her.words, /: We answered\./, "and when");
    await her.press("/s/r", { act: "contest", contest: `${WORDS} look again` });
    assert.match(her.words, /You contested our answer\. Somebody else will look/);
    const path = `/api/cases/${id}/refusal`;
    const same = await house.problemAs(house.first, "POST", path, { reason: "nothing-found" });
    assert.equal(same.code, "case.same-person");
    await house.post(house.second, path, { reason: "not-against-the-rules" });
    await her.press("/s/1", { code: receipt });
    assert.match(her.words, /do not let us refuse it/);
    await her.press("/s/r", { act: "contest", contest: "again" });
    assert.match(her.words, /contested once/);
  });

  /** To the API, as a program asks; a problem is an answer too. */
  const call = async (name: string, body: object) => {
    const path = name === "" ? "/api/reports" : `/api/reports/${name}`;
    const answer = await house.ask(path, { method: "POST", body: JSON.stringify(body) });
    return { http: answer.status, ...JSON.parse(answer.text) };
  };

  test("taking over works once, and what whoever filed asked for meanwhile opens nothing", async () => {
    const { receipt } = await call("", { urls: [PAGE], riskToLife: true });
    const { code } = await call("codes", { receipt, kind: "takeover" });
    const asked: Promise<{ http: number; code?: string }>[] = [];
    const taken: Promise<{ http: number; receipt?: string }>[] = [];
    for (let i = 0; i < 60; i++) {
      asked.push(call("codes", { receipt, kind: "takeover" }));
      if (i % 20 === 10) taken.push(call("take-over", { receipt: code, keepHelper: false }));
    }
    const mine = (await Promise.all(taken)).filter(({ http }) => http === 201);
    assert.equal(mine.length, 1);
    for (const { http, code: theirs } of await Promise.all(asked))
      if (http === 201) assert.equal((await call("status", { receipt: theirs })).http, 404);
    assert.equal((await call("status", { receipt: mine[0]!.receipt })).scope, "owner");
  });

  test("a report holds so much and no more, and its receipt makes so many codes", async () => {
    const { receipt } = await call("", { urls: [PAGE] });
    const text = "é".repeat(20_000); // 40 kB
    const first = await call("messages", { receipt, text });
    assert.equal(first.http, 201);
    const all = await Promise.all(Array.from({ length: 80 }, () => call("messages", { receipt, text })));
    const kept = all.filter(({ http }) => http === 201).length + 1;
    assert.ok(kept >= 50 && kept <= 53, `${kept} messages of 40 kB`);
    assert.ok(all.every(({ http, code }) => http === 201 || code === "report.full"));
    const codes = await Promise.all(
      Array.from({ length: 30 }, () => call("codes", { receipt, kind: "helper" })),
    );
    assert.equal(codes.filter(({ http }) => http === 201).length, 20);
    assert.equal((await call("status", { receipt })).status, "received");
  });

  test("a page that is added later is due as if it were reported then", async () => {
    const forum = `https://${HOSTNAMES.forum}`;
    const { receipt } = await call("", { urls: [`${forum}/salon/hier`], riskToLife: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const startMs = Date.now();
    assert.equal((await call("add", { receipt, urls: [`${forum}/salon/demain`] })).http, 201);
    const { cases } = await house.get<{ cases: { id: string; dueAt: number }[] }>(house.first, "/api/cases");
    const newest = Math.max(...cases.map(({ dueAt }) => dueAt).filter((at) => at < startMs + 20 * 60_000));
    assert.ok(newest >= startMs + 15 * 60_000, "a quarter of an hour from when it was added");
  });

  test("contesting an answer does not put off a case that waits already", async () => {
    const urls = [`https://${HOSTNAMES.forum}/salon/contester-tard`];
    const liar = await call("", { urls });
    const { cases } = await house.get<{ cases: { id: string; dueAt: number }[] }>(house.first, "/api/cases");
    const views = await Promise.all(
      cases.map(({ id }) =>
        house.get<{ id: string; pages: { path: string }[] }>(house.first, `/api/cases/${id}`),
      ),
    );
    const { id } = views.find(({ pages }) => pages.some(({ path }) => path === "/salon/contester-tard"))!;
    const due = async () => (await house.get<{ dueAt: number }>(house.first, `/api/cases/${id}`)).dueAt;
    await house.post(house.first, `/api/cases/${id}/refusal`, { reason: "nothing-found" });
    await call("", { urls, riskToLife: true });
    const soon = await due();
    assert.equal((await call("contest", { receipt: liar.receipt, text: "non" })).http, 201);
    assert.equal(await due(), soon);
  });

  test("what is added after an answer waits for one of its own; that a life is at risk can be told later", async () => {
    const at = (path: string) => `https://${HOSTNAMES.forum}/salon/${path}`;
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: at("ajouter"), go: "send" });
    const receipt = her.code;
    await her.press("/s/go", { to: "r" });
    const cases = await house.cases();
    const views = await Promise.all(
      cases.map(({ id }) =>
        house.get<{ id: string; pages: { path: string }[] }>(house.first, `/api/cases/${id}`),
      ),
    );
    const { id } = views.find(({ pages }) => pages.some(({ path }) => path === "/salon/ajouter"))!;
    await house.post(house.first, `/api/cases/${id}/refusal`, { reason: "nothing-found" });
    await her.press("/s/r", { act: "add", urls: at("ajouter") });
    assert.match(her.words, /we are not acting on this page/, "the same page again has its answer");
    await her.press("/s/r", { act: "add", urls: at("plus-tard") });
    assert.match(her.words, /Received\. A person will look/);
    assert.ok(!her.words.includes("found nothing there"));
    const status = async () => {
      const { text } = await house.ask("/api/reports/status", {
        method: "POST",
        body: JSON.stringify({ receipt }),
      });
      return JSON.parse(text) as { status: string; due: string };
    };
    assert.ok(Date.parse((await status()).due) - Date.now() > 71 * 3_600_000, "a clock of its own");
    await her.press("/s/r", { act: "add", riskToLife: "true" });
    const raised = await status();
    assert.equal(raised.status, "received");
    assert.ok(Date.parse(raised.due) - Date.now() <= 15 * 60_000);
    const nothing = await house.problem("POST", "/api/reports/add", JSON.stringify({ receipt }));
    assert.equal(nothing.code, "field.invalid");
  });

  test("a network that sends much is told to wait: a sum or a ripe ticket admits, and danger to life never waits", async () => {
    const from = { "x-forwarded-for": "198.51.100.77", "content-type": "application/json" };
    const send = (more: object = {}, headers: Record<string, string> = {}) =>
      house.ask("/api/reports", {
        ...{ method: "POST", headers: { ...from, ...headers } },
        body: JSON.stringify({ urls: [PAGE], ...more }),
      });
    let answer = await send();
    for (let i = 0; i < 20 && answer.status === 201; i++) answer = await send();
    assert.equal(answer.status, 429);
    const { code, challenge, ticket, retryAfterSeconds } = JSON.parse(answer.text);
    assert.equal(code, "report.wait");
    assert.equal(answer.headers["retry-after"], String(retryAfterSeconds));
    assert.equal((await send({}, { "rempart-ticket": ticket })).status, 429, "a ticket takes its time");
    assert.equal((await send({}, { "rempart-work": await solve(challenge) })).status, 201);
    assert.equal((await send({ riskToLife: true })).status, 201);
    assert.equal((await send({}, { "x-forwarded-for": "203.0.113.5" })).status, 201, "and nobody else waits");

    const form = String(new URLSearchParams({ urls: PAGE, go: "send" }));
    const type = "application/x-www-form-urlencoded";
    const page = await house.ask("/s", {
      ...{ method: "POST", headers: { ...from, "content-type": type }, body: form },
    });
    assert.equal(page.status, 429);
    assert.match(page.text, /name="ticket"/);
    assert.match(page.text, /data-work=/);
    assert.ok(page.text.includes(PAGE), "what she had typed is there");
    assert.match(String(page.headers["content-security-policy"]), /script-src 'self'/);
  });

  test("an organisation with a key has a budget of its own, until its key is ended", async () => {
    const { admin } = house;
    const { id, key } = await house.post<{ id: string; key: string }>(admin, "/api/flaggers", {
      ...{ name: "Ligne d'appui (fictive)", perHour: 30 },
    });
    const send = () =>
      house.ask("/api/reports", {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "x-forwarded-for": "198.51.100.99" },
        body: JSON.stringify({ urls: [PAGE] }),
      });
    for (let i = 0; i < 30; i++) assert.equal((await send()).status, 201);
    assert.equal((await send()).status, 429);
    await admin.api(house.world.deskPort, "DELETE", `/api/flaggers/${id}`);
    assert.equal((await send()).status, 403);
  });

  test("who sends what is manifestly unfounded is warned, then suspended: looked at last, and taken", async () => {
    const { first, admin } = house;
    const contact = "Faux@Exemple.example";
    const send = (more: object = {}) => ({
      ...{ urls: [PAGE], reporter: { contact }, ...more },
    });
    const file = async (body: object) => {
      await house.ask("/api/reports", { method: "POST", body: JSON.stringify(body) });
      return (await newest()).report.id;
    };
    const judged = { gravity: "medium", intention: "deliberate" };
    const report = await file(send());
    const early = await house.problemAs(first, "POST", `/api/reports/${report}/warning`, judged);
    assert.equal(early.code, "sender.founded");
    await first.api(house.world.deskPort, "PUT", `/api/reports/${report}/unfounded`, { unfounded: true });
    const unwarned = { ...judged, days: 30 };
    const path = (id: string) => `/api/reports/${id}/suspension`;
    assert.equal((await house.problemAs(admin, "POST", path(report), unwarned)).code, "sender.unwarned");
    await house.post(first, `/api/reports/${report}/warning`, judged);
    assert.equal((await house.problemAs(admin, "POST", path(report), unwarned)).code, "sender.heeded");
    const again = await file(send());
    await first.api(house.world.deskPort, "PUT", `/api/reports/${again}/unfounded`, { unfounded: true });
    await house.post(admin, path(again), unwarned);
    // Whoever writes that contact is taken like anybody, and the team alone is told: it may be somebody else's.
    await file(send({ reporter: { contact: " faux@exemple.EXAMPLE " } }));
    assert.equal((await newest()).report.isSuspended, true);
    await file(send({ reporter: { contact: "autre@exemple.example" } }));
    assert.equal((await newest()).report.isSuspended, false);
  });

  test("what is withdrawn is gone, and its receipt says so", async () => {
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: PAGE, go: "more" });
    const receipt = her.code;
    await her.press("/s/go", { to: "5" });
    await her.press("/s/5", { words: `${WORDS} gone`, go: "send" });
    const { report } = await newest();
    await her.press("/s/r", { act: "withdraw", sure: "true" });
    assert.match(her.words, /has been destroyed/);
    const asked = signed("narrative", report.id, "decide", [house.first]);
    const gone = await house.problemAs(house.first, "POST", `/api/reports/${report.id}/words`, asked);
    assert.equal(gone.code, "words.none");
    const later = new Reporter(house, { language: "en" });
    await later.press("/s/1", { code: receipt });
    assert.match(later.words, /Withdrawn/);
    assert.ok(!later.text.includes('name="act"'), "there is nothing left to do there");
    const body = JSON.stringify({ receipt, text: "hello?" });
    const said = await house.problem("POST", "/api/reports/messages", body);
    assert.equal(said.code, "report.withdrawn");
  });

  test("what has to be kept is closed when it is withdrawn, and its page does not say that it is destroyed", async () => {
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: PAGE, go: "send" });
    const { report } = await newest();
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const path = `/api/reports/${report.id}/hold`;
    await house.admin.api(house.world.deskPort, "PUT", path, { reason: "order", until });
    await her.press("/s/r", { act: "withdraw", sure: "true" });
    assert.match(her.words, /Withdrawn\. .* we have to keep what you gave us/);
    assert.ok(!her.words.includes("has been destroyed"));
    assert.ok(!/report\.[a-z]/.test(her.words), "every event has its words");
  });

  test("rules that only pass on say so before and after, and doors elsewhere are shown; she can change her mind", async () => {
    const { admin, first } = house;
    const yaml = await readFile(CONDUIT, "utf8");
    const draft = await house.post<{ decision: string; approvalHash: string }>(admin, "/api/policies", {
      yaml,
    });
    const approvals = [admin.approval(draft.approvalHash), first.approval(draft.approvalHash)];
    await house.post(admin, "/api/policies", { yaml, decision: draft.decision, approvals });
    const her = new Reporter(house, { language: "en" });
    await her.press("/s", { urls: PAGE, go: "more" });
    await her.press("/s/go", { to: "4" });
    assert.match(her.words, /let us pass a report on, and no more/);
    await her.press("/s/4", { mayKnow: "desk", go: "send" });
    assert.match(her.words, /Received and kept\./);
    assert.match(her.words, /we keep it and do nothing with it/);
    assert.ok(!her.words.includes("will have looked"), "where nothing is done nobody is said to look");
    assert.match(her.words, /The host|hosting/i);
    await her.press("/s/r", { act: "may-know", mayKnow: "operator" });
    assert.ok(!her.words.includes("do nothing with it"));
    const hasty = new Reporter(house, { language: "en" });
    await hasty.press("/s", { urls: PAGE, go: "send" });
    assert.match(hasty.words, /do nothing with it\. You can change that on the next page/);
    assert.match(her.words, /who may know was changed/);
  });
});
