import { readFileSync } from "node:fs";
import { readCorpus } from "../../../src/screening/corpus/read.ts";
import type { Random } from "./random.ts";

const SUBJECTS = [
  ..."le voisin|la mairie|mon chat|une amie|le train de nuit|la boulangère|notre équipe|ce vieux vélo|son frère|le facteur".split(
    "|",
  ),
  ..."the neighbour|my cat|a friend|the night train|our team|this old bike|her brother|the postman|the council|that book".split(
    "|",
  ),
];
const FRENCH = [
  "arrive demain vers dix-huit heures",
  "a vendu trois paires de chaussures pour 45 euros",
  "habite près de la rivière depuis 2014",
  "aime les longues promenades du dimanche",
  "a gagné le match 3 à 2 à la 87e minute",
  "ouvre de 9 h 30 à 12 h et de 14 h à 19 h",
  "a répondu au message du 12 mars sans rien dire",
  "cherche encore la recette de la tarte aux prunes",
  "a perdu ses clés dans la deuxième rue à gauche",
  "prendra la ligne 14 jusqu'au terminus",
];
const ENGLISH = [
  "arrives tomorrow at about six",
  "sold three pairs of shoes for $45",
  "has lived by the river since 2014",
  "likes long walks on Sundays",
  "won the match three to two in the 87th minute",
  "is open from 9:30 to 5 on weekdays",
  "answered the message of 12 March without a word",
  "is still looking for that plum pie recipe",
  "lost her keys on the second street to the left",
  "will take line 14 to the last stop",
];

/** About `bytes` of everyday sentences in two languages, with numbers, dates and prices in them. */
export function ordinaryText(random: Random, bytes: number): string {
  const lines: string[] = [];
  for (let length = 0; length < bytes; ) {
    const subject = random.pick(SUBJECTS);
    const french = SUBJECTS.indexOf(subject) < 10;
    const word = `${subject} ${random.pick(french ? FRENCH : ENGLISH)}`;
    const line = `${word[0]?.toUpperCase()}${word.slice(1)}${random.pick([".", " !", "…", ", je crois.", " (?)"])}`;
    lines.push(line);
    length += Buffer.byteLength(line) + 1;
  }
  return lines.join(random.chance(0.5) ? " " : "\n");
}

/** The texts of our own corpora, and those of `file` (JSON lines with a `text`) where one is named. */
export const ownTexts = (file: string | undefined): string[] => [
  ...["details", "dox", "violence"].flatMap(readCorpus).map(({ text }) => text),
  ...(file === undefined
    ? []
    : readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => (JSON.parse(line) as { text: string }).text)),
];
