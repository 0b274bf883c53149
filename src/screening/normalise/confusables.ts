import { FANCY_ALPHABETS } from "./fancy-alphabets.ts";
import { LOOK_ALIKES } from "./look-alikes.ts";

/**
 * Letters that pass for Latin ones, in both cases where the cases look different. These stand before Unicode's own list:
 * people write by the small letter (н, ν, ω) where Unicode goes by the capital or by the exact drawing.
 */
const PAIRS: readonly [from: string, to: string][] = [
  // Cyrillic
  ["абвгеєёзиійїкмнопрстухьѕјԁһԛԝѵ", "abbreee3uiuikmhonpctyxbsjdhqwv"],
  ["АВЕЄЁЗІЇКМНОРСТУХЅЈҺԚԜѴ", "abeee3iikmhopctyxsjhqwv"],
  // Greek: capitals look like other letters than the small ones do
  ["αβγεζηικνορτυχωϲϳμ", "abyeznikvoptuxwcju"],
  ["ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "abezhikmnoptyxc"],
  // Armenian, and Latin letters that NFKD leaves alone
  ["օսոհցզ", "ounhgq"],
  ["ıłøđħŧɑɡɩɪʏɢɴʀʜʟʙғꜰꜱ", "ilodhtagiiygnrhlbffs"],
  ["ŁØĐĦŦðÐ", "lodhtdd"],
  ["ᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢ", "acdejkmoptuvwz"],
];

export const CONFUSABLES: ReadonlyMap<string, string> = new Map([
  ...FANCY_ALPHABETS.flatMap((alphabet) =>
    [...alphabet].flatMap((letter, at) =>
      letter > "\u00ff" ? [[letter, String.fromCharCode(97 + at)] as const] : [],
    ),
  ),
  ...Object.entries(LOOK_ALIKES).flatMap(([to, points]) =>
    points.split(/\s+/).map((point) => [String.fromCodePoint(Number.parseInt(point, 16)), to] as const),
  ),
  ...PAIRS.flatMap(([from, to]) => {
    const letters = [...from];
    if (letters.length !== to.length) throw new Error(`confusables: ${from} and ${to} differ in length`);
    return letters.map((letter, at) => [letter, to[at] as string] as const);
  }),
]);
