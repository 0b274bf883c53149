/**
 * Letters that pass for Latin ones, in both cases where the cases look different. A selection of Unicode's
 * confusables (UTS #39) that people use to write French and English past a filter, not the whole table:
 * folding all of it would merge Latin letters with each other.
 */
const PAIRS: readonly [from: string, to: string][] = [
  // Cyrillic
  ["авгеёзиійїкмнопрстухьѕјԁһԛԝѵ", "abree3uiuikmhonpctyxbsjdhqwv"],
  ["АВЕЁЗІЇКМНОРСТУХЅЈҺԚԜѴ", "abee3iikmhopctyxsjhqwv"],
  // Greek: capitals look like other letters than the small ones do
  ["αβγεηικνορτυχωϲϳμ", "abyenikvoptuxwcju"],
  ["ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "abezhikmnoptyxc"],
  // Armenian, and Latin letters that NFKD leaves alone
  ["օսոհցզ", "ounhgq"],
  ["ıłøđħŧɑɡɩɪʏɢɴʀʜʟʙғꜰꜱ", "ilodhtagiiygnrhlbffs"],
  ["ŁØĐĦŦðÐ", "lodhtdd"],
  ["ᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢ", "acdejkmoptuvwz"],
];

export const CONFUSABLES: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap(([from, to]) => {
    const letters = [...from];
    if (letters.length !== to.length) throw new Error(`confusables: ${from} and ${to} differ in length`);
    return letters.map((letter, at) => [letter, to[at] as string] as const);
  }),
);
