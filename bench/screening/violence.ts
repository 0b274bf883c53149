/**
 * Threats, incitement and raids on sentences that were written apart from the detector and are never used to
 * build it (violence/functional.tsv): `node --conditions=rempart-src bench/screening/violence.ts`. Prints recall,
 * what is right on quotes and counter-speech, false alarms, each with a 95 % interval, and every function's rate;
 * never a text.
 */
import { readFileSync } from "node:fs";
import { screen, VIOLENCE_KINDS } from "../../src/screening/index.ts";
import { wilson } from "./statistics.ts";

const QUOTED = new Set(["quote_counter", "reference_counter", "victim_report"]);

interface Item {
  readonly lang: string;
  readonly label: string;
  readonly name: string;
  readonly found: readonly string[];
}

const items: Item[] = readFileSync(new URL("./violence/functional.tsv", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => {
    const [lang = "", label = "", name = "", text = ""] = line.split("\t");
    const found = screen(text, { lang }).findings.map(({ kind }) => kind);
    return {
      lang,
      label,
      name,
      found: found.filter((kind) => (VIOLENCE_KINDS as readonly string[]).includes(kind)),
    };
  });

for (const lang of ["en", "fr"]) {
  const own = items.filter((item) => item.lang === lang);
  const harmful = own.filter(({ label }) => label !== "-");
  const threats = harmful.filter(({ label }) => label !== "raid");
  const raids = harmful.filter(({ label }) => label === "raid");
  const harmless = own.filter(({ label }) => label === "-");
  const quoted = harmless.filter(({ name }) => QUOTED.has(name));
  const isFound = ({ found }: Item) => found.length > 0;
  console.log(
    `\n${lang}: threats and incitement found ${wilson(threats.filter(isFound).length, threats.length)}`,
  );
  console.log(`${lang}: raids found ${wilson(raids.filter(isFound).length, raids.length)}`);
  console.log(
    `${lang}: right on quotes, counter-speech and victims ${wilson(quoted.filter((item) => !isFound(item)).length, quoted.length)}`,
  );
  console.log(
    `${lang}: false alarms on all that is harmless ${wilson(harmless.filter(isFound).length, harmless.length)}`,
  );
  const right = harmful.filter(({ label, found }) => found.includes(label));
  console.log(
    `${lang}: of what is found, the right kind ${wilson(right.length, harmful.filter(isFound).length)}`,
  );
  const names = [...new Set(own.map(({ name }) => name))].sort();
  const rates = names.map((name) => {
    const of = own.filter((item) => item.name === name);
    return `${of[0]?.label === "-" ? "-" : "+"}${name} ${Math.round((100 * of.filter(isFound).length) / of.length)} %`;
  });
  console.log(`  ${rates.join("  ")}`);
}
