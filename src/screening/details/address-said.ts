import { lines } from "../pattern.ts";
import { after, isCapital, type Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { englishWords, frenchName } from "./address-name.ts";
import { KINDS_EN } from "./address-numbered.ts";
import { KINDS_FR } from "./address-proof.ts";
import { tailFrom, townAt } from "./address-tail.ts";
import { type Hit, hit, matchAt } from "./finder.ts";
import { sentencesOf } from "./sentences.ts";

const LABEL = new RegExp(
  lines`
    \b(?:adresse|address|addy|domicile|home)(?: (?:postale?|personnelle|perso|complete|actuelle|privee|home|mailing|postal|current|full|street|line|de livraison
    |de facturation|\d))*(?: ?\([^)\n]{0,16}\))? ?(?:[:=]|->) ?
  `,
  "g",
);

const LIVES = new RegExp(
  lines`
    \b(?:habite(?:nt|r)?|vit|vivent|loge(?:nt)?|demeur(?:e|ant)|domicilie(?:e|s|es)?|reside(?:nt)?|lives?|living|residing)
    [ ](?:(?:toujours|encore|maintenant|actuellement|desormais|still|now) )?(?:au |a la |a l'|dans la |dans l'|sur le |sur la |on |in |at |off )?(?:the )?
  `,
  "g",
);
const KIND_FR = new RegExp(
  `(?:${KINDS_FR.filter((kind) => kind.length > 3 || kind === "rue").join("|")})(?!\\w) `,
  "y",
);

/** What words say is an address where no grammar of numbers and postcodes knew it. */
export function* said(reading: Reading): Generator<Hit> {
  for (const { start, text } of sentencesOf(reading, TOPIC.home)) {
    for (const label of text.matchAll(LABEL)) {
      const found = labelled(reading, start + label.index + label[0].length);
      if (found !== undefined) yield found;
    }
    for (const verb of text.matchAll(LIVES)) {
      const found = livesAt(reading, start + verb.index + verb[0].length);
      if (found !== undefined) yield found;
    }
  }
}

/** The rest of a labelled line: a number or a postcode in it, and a word in capitals or a number first. */
function labelled(reading: Reading, start: number): Hit | undefined {
  const line = after(reading, start, 120)
    .replace(/\s*(?:[|;]|,? ?\b(?:tel|phone|mail|email|e-mail)\b).*$/, "")
    .replace(/[\s.,;]+$/, "");
  const words = line.split(/[ ,-]+/).length;
  if (!/\d/.test(line) || !/[a-z]{3}/.test(line) || words < 3 || words > 14) return undefined;
  if (/[@/\\<>{}=]|\d\.\d|::|\d{6}/.test(line)) return undefined;
  if (townAt(reading, start) === undefined && !/^[\d(]/.test(line)) return undefined;
  return hit(start, start + line.length, 0.75, "introduced as an address");
}

/** "habite rue de la Fiction", "lives on Maple Street": a street without its number, in capitals. */
function livesAt(reading: Reading, at: number): Hit | undefined {
  const kind = matchAt(KIND_FR, reading.text, at)?.[0];
  let end: number | undefined;
  if (kind !== undefined) {
    const name = frenchName(reading, at + kind.length);
    if (name?.capital) end = name.end;
  } else if (isCapital(reading, at)) {
    const words = englishWords(reading, at);
    const last = words.findLastIndex(({ word }, index) => index > 0 && KINDS_EN.has(word));
    if (last > 0 && words.slice(0, last + 1).every((word) => isCapital(reading, word.at)))
      end = words[last]?.end;
  }
  return end === undefined
    ? undefined
    : hit(at, tailFrom(reading, end).end, 0.7, "introduced as where someone lives");
}
