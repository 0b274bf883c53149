import { fold } from "../../src/screening/normalise/fold.ts";
import { light } from "../../src/screening/normalise/light.ts";
import { hiddenLines, mayHide, skeleton } from "../../src/screening/normalise/skeleton.ts";
import { ordinaryText } from "./obfuscate/ordinary.ts";
import { Random } from "./obfuscate/random.ts";
import { line } from "./speed.ts";

/** What the three views cost: `node --conditions=rempart-src bench/screening/normalise.ts`. */
const french = `Le marché ouvre demain à neuf heures et nous irons à pied, s’il ne pleut pas. « Évidemment », a-t-elle dit…
Ma sœur arrivera par le train de nuit : elle aime mieux ça que l'avion, et puis c'est moins cher. 
`;
const english = `The weather was fine and everyone agreed that the second half of the match was better than the first;
tickets are sold out for next week, so we'll watch it at home with the neighbours and their dog.
`;
const texts: Readonly<Record<string, string>> = {
  "English in ASCII": english.repeat(6000),
  "French in Latin-1": french.replace(/[’…œ]/g, "'").repeat(6000),
  "French with typographic quotes": french.replaceAll("œ", "oe").repeat(6000),
  "French with œ": french.repeat(6000),
  "both, with numbers and prices": ordinaryText(new Random(3), 1_000_000),
  "mathematical letters": "𝓜𝓲𝓻𝓪𝓫𝓮𝓵𝓵𝓮 𝟎𝟔 ".repeat(20_000),
  "zero width": "mi\u200bra\u00adbel\u2060le 06 ".repeat(40_000),
};
for (const [name, text] of Object.entries(texts)) {
  const folded = fold(text);
  console.log(`\n${name}`);
  line("  light", text, light);
  line("  fold", text, fold);
  line(`  may the skeleton differ (${mayHide(folded.text)})`, folded.text, mayHide);
  line("  skeleton", folded.text, (text) => skeleton({ text }));
  line("  skeleton of altered lines", folded.text, (text) => hiddenLines({ text }));
}
