import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { HOSTNAMES } from "../fixtures/people.ts";
import { House } from "./house.ts";
import { Reporter } from "./reporter.ts";

const PAGE = `https://${HOSTNAMES.forum}/salon/mirabelle`; // short enough for a line
const CODE = /\b[0-9a-z]{4}(?:-[0-9a-z]{4}){3}\b/;
const without = (program: string) =>
  spawnSync(program, ["--version"]).error === undefined ? false : `no ${program} here`;
const WIDTH = 72;
const LYNX = ["-nopause", "-accept_all_cookies", "-assume_charset=utf-8", "-display_charset=utf-8"];

/** A page's text, as two programs without styles or scripts show it. */
const READERS: Record<string, readonly string[]> = {
  lynx: ["-dump", "-nolist", "-stdin", "-force_html", `-width=${WIDTH}`, ...LYNX],
  w3m: ["-dump", "-T", "text/html", "-I", "utf-8", "-O", "utf-8", "-cols", String(WIDTH)],
};

const wordsOf = (text: string): string[] => text.match(/[\p{L}\d]+/gu) ?? [];
const textOf = (markup: string): string =>
  markup
    .replace(/^.*<main>|<\/main>.*$/gs, "")
    .replace(/<textarea[^>]*>[^<]*<\/textarea>|<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"');

describe("a report by a stranger, in plain text", () => {
  let house: House;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "rempart-text-"));
    house = await House.open();
  });
  after(async () => {
    await house?.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [program, args] of Object.entries(READERS)) {
    test(`reads well in ${program}: every word of every page, in the page's order`, {
      skip: without(program),
    }, async () => {
      const her = new Reporter(house);
      const look = (where: string) => {
        const shown = execFileSync(program, args, { input: her.text }).toString("utf8");
        assert.doesNotMatch(shown, /[<>{}]|undefined|&\w+;/, where);
        assert.doesNotMatch(shown, /\S +(\[[ *X]\]|\([ *]\)) /, `${where}: two choices on a line`);
        for (const line of shown.split("\n")) assert.ok([...line].length <= WIDTH + 3, `${where}: ${line}`);
        const said = wordsOf(shown);
        let at = 0;
        for (const word of wordsOf(textOf(her.text))) {
          const found = said.indexOf(word, at);
          assert.ok(found >= 0, `${where}: ${word} is missing, after ${said.slice(at - 5, at).join(" ")}`);
          at = found + 1;
        }
      };
      for (const path of ["/s", "/s/1", "/s/h", "/s/h/be", "/s/i", "/s/o", "/s/n"]) {
        await her.open(`${path}?l=fr`);
        look(path);
      }
      await her.press("/s", { urls: PAGE, go: "more" });
      look("the code");
      for (const step of ["2", "3", "4", "5", "6"]) {
        await her.press("/s/go", { to: step });
        look(`step ${step}`);
      }
      await her.press("/s/6", { go: "send" });
      look("the status");
      await her.press("/s/r", { act: "helper" });
      look("a helper's code");
      await her.press("/s/go", { to: "r" });
      await her.press("/s/r", { act: "withdraw", sure: "true" });
      look("withdrawn");
    });
  }

  test("is filed in lynx by arrow keys and Enter, through all six pages", {
    skip: without("lynx"),
  }, async () => {
    const url = `${house.world.deskUrl}/s?l=en`;
    const numbered = execFileSync("lynx", ["-dump", "-nolist", "-number_fields", ...LYNX, url]).toString();
    const field = Number(/\[(\d+)\]_/.exec(numbered)?.[1]); // what stands before it is passed by Down
    const [down, up] = ["Down Arrow", "Up Arrow"];
    const downs = (n: number) => Array<string>(n).fill(down);
    const type = (text: string) => [...text].map((letter) => (letter === " " ? "<space>" : letter));
    const main = ["End", up, up, "^J"]; // three buttons end each of the later pages
    const HEADER = 3;
    const keys = [
      ...[...downs(field - 1), ...type(PAGE)],
      ...[...downs(3), down, "^J"], // two more rows, the risk to life, the main button
      ...[...downs(HEADER), "^J"],
      ...[...downs(HEADER + 1), "^J", "End", up, "^J"], // an address is published; nothing to go back to yet
      ...[...main, ...main],
      ...[...downs(HEADER), ...type("zq words from lynx"), up, ...main],
      ...main,
    ];
    const script = join(folder, "keys");
    await writeFile(script, keys.map((key) => `key ${key}\n`).join(""));
    const { stdout, status } = spawnSync("lynx", [`-cmd_script=${script}`, "-nocolor", ...LYNX, url], {
      env: { ...process.env, TERM: "vt100", LINES: "90", COLUMNS: "100", HOME: folder },
      ...{ input: "", timeout: 30_000, encoding: "utf8" },
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told
    const seen = stdout.replace(/\u001b(\[[0-9;?]*[a-zA-Z]|[()][A-Z0-9])/g, "\n");
    assert.equal(status, 0);
    const code = CODE.exec(seen)?.[0];
    assert.ok(code, "the code is on the screen");
    const her = new Reporter(house, { language: "en" });
    await her.press("/s/1", { code });
    assert.match(her.words, /A person will look/);
    assert.match(her.words, /The report was sent/);
  });

  test("is filed by curl alone; another jar resumes it by its code and adds words", {
    skip: without("curl"),
  }, () => {
    const curl = (jar: string, path: string, fields: Readonly<Record<string, string>>): string => {
      const data = Object.entries(fields).flatMap(([name, value]) => [
        "--data-urlencode",
        `${name}=${value}`,
      ]);
      const file = join(folder, jar);
      return execFileSync("curl", [
        ...["-sSL", "--max-time", "20", "-b", file, "-c", file, ...data],
        `${house.world.deskUrl}${path}?l=en`,
      ]).toString("utf8");
    };
    const k = (text: string) => /name="k" value="([^"]+)"/.exec(text)?.[1] ?? "";
    const filed = curl("first", "/s", { urls: PAGE, go: "send" });
    assert.match(filed, /Received\. Thank you\./);
    const code = /class="code">([^<]+)</.exec(filed)?.[1] ?? "";
    assert.match(code, CODE);
    const opened = curl("second", "/s/1", { code });
    assert.match(opened, /A person will look/);
    const added = curl("second", "/s/r", { k: k(opened), act: "add", words: "zq words from curl" });
    assert.match(added, /It was added to/);
    assert.ok(!added.includes("zq words"));
    assert.match(
      curl("second", "/s/r", { k: k(added), act: "say", text: "zq message" }),
      /A message was written to us/,
    );
  });
});
