import assert from "node:assert/strict";
import { test } from "node:test";
import type { SealedDetail } from "./canonical.ts";
import { matchSealed } from "./matcher.ts";
import { tagDetail } from "./tag.ts";

const key = new Uint8Array(32).fill(3);
const found = (detail: SealedDetail, text: string): string[] =>
  matchSealed(key, [tagDetail(key, detail)], text).map(({ start, end }) => text.slice(start, end));

const phone: SealedDetail = { kind: "phone", value: "06 39 98 00 14", region: "FR" };
const canadian: SealedDetail = { kind: "phone", value: "613-555-0142", region: "CA" };
const british: SealedDetail = { kind: "phone", value: "07700 900404", region: "GB" };
const address: SealedDetail = {
  kind: "address",
  value: "14 rue des Lavandières-Fictives, 00000 Exempleville",
};
const dated: SealedDetail = { kind: "address", value: "avenue du 8-Juin-1910 98, 0456 Fictiville" };
const third: SealedDetail = { kind: "address", value: "813 Third Crescent, Exampleton ON" };
const general: SealedDetail = { kind: "address", value: "3 bis avenue du Général-Inventé, 00300 Fictiville" };
const name: SealedDetail = { kind: "name", value: "Clara Bellerive" };
const email: SealedDetail = { kind: "email", value: "clara.bellerive@perchoir.example" };
const account: SealedDetail = { kind: "online-account", value: "@comet_shadow42" };
const plate: SealedDetail = { kind: "vehicle-plate", value: "AB-123-CD" };
const iban: SealedDetail = { kind: "bank-account", value: "FR76 3000 6000 0112 3456 7890 189" };

const base64 = (text: string) => Buffer.from(text).toString("base64");

test("a detail is found under what people hide it with", () => {
  const cases: [SealedDetail, string][] = [
    // digits
    [phone, "٠٦ ٣٩ ٩٨ ٠٠ ١٤"],
    [phone, "0️⃣6️⃣3️⃣9️⃣9️⃣8️⃣0️⃣0️⃣1️⃣4️⃣"],
    [phone, "⓪⑥ ③⑨ ⑨⑧ ⓪⓪ ①④"],
    [phone, "06\ufeff39\ufeff98\u200b00\u00ad14"],
    [phone, "06<b>39</b>98[b]00[/b]14"],
    [phone, "06&#51;9 &amp;#57;8 00 14"],
    [phone, "%30%36%33%39%39%38%30%30%31%34"],
    [phone, "\\u0030\\u0036 39 98 00 14"],
    [phone, base64("call 06 39 98 00 14")],
    [phone, "30 36 33 39 39 38 30 30 31 34"],
    [phone, "0x6x3x9x9x8x0x0x1x4"],
    [phone, "06 point 39 point 98 point 00 point 14"],
    [phone, "tel0639980014appelle"],
    [phone, "41 00 89 93 60"],
    [phone, "60 93 89 00 41"],
    [phone, "\u202e41 00 89 93 60\u202c"],
    [phone, "ㄣƖ 00 86 6Ɛ 90"],
    [phone, "O6 39 9B OO I4"],
    [phone, "l'appeler au 06.39.98.00.14, deux fois"],
    // numbers in words
    [phone, "zéro six, puis trente-neuf, ensuite quatre-vingt-dix-huit et double zéro, quatorze"],
    [phone, "zero six trente neuf quatre vingt dix huit zero zero quatorze"],
    [phone, "zéro six ternte-neuf quatre-vignt-dix-huit zéro zéro quatorz"],
    [phone, "zerosixtroisneufneufhuitzerozeroquatorze"],
    [phone, "cero seis tres nueve nueve ocho cero cero uno cuatro"],
    [phone, "null sechs drei neun neun acht null null eins vier"],
    [canadian, "six hundred thirteen, five fifty-five, oh one forty-two"],
    [canadian, "six thirteen triple five oh one four two"],
    [british, "zéro sept soixante-dix zéro neuf zéro zéro quarante quatre"],
    // streets
    [address, "au 14 de la rue des Lavandières-Fictives"],
    [address, "rue des Lavandières-Fictives, n° 14"],
    [address, "Rue : Lavandières-Fictives (rue des)\nrue des Lavandières-Fictives\nNuméro : 14"],
    [address, "1 4 r u e d e s L a v a n d i e r e s F i c t i v e s"],
    [address, "14ruedesLavandièresFictives00000Exempleville"],
    [address, "sevitciF-serèidnavaL sed eur 41"],
    [address, "41 eur sed sevitciF-serèidnavaL"],
    [address, "14 ru3 d35 L4v4nd13r3s-F1ct1v3s"],
    [general, "3 bis, av. du Gal Inventé"],
    [general, "trois bis avenue du general invente"],
    [dated, "98 avenue du 8 juin 1910"],
    [dated, "av. du huit juin 1910, 98"],
    [third, "813 3rd Cres."],
    [third, "Third Crescent, no. 813"],
    // words
    [name, "ⒸⓁⒶⓇⒶ 𝔹𝕖𝕝𝕝𝕖𝕣𝕚𝕧𝕖"],
    [name, "Сlаrа Веllеrivе"],
    [name, "C|@r@ B€||€r!v€"],
    [name, "c.l.a.r.a b.e.l.l.e.r.i.v.e"],
    [name, "Claaaara Belleriiive"],
    [name, "ǝʌᴉɹǝllǝq ɐɹɐlɔ"],
    [name, "evirelleB aralC"],
    [name, "Pynen Oryyrevir"],
    [name, "bellerive_clara"],
    [email, "clara.bellerive (at) perchoir (dot) example"],
    [email, "clara point bellerive arobase perchoir point example"],
    [email, "mailto:clara.bellerive%40perchoir.example"],
    [account, "c0m3t_sh@d0w42"],
    [account, "@cornet_shadow42"],
    [plate, "plaque AB cent vingt-trois CD"],
    [iban, "FR76x3000x6000x0112x3456x7890x189"],
    [
      iban,
      "FR soixante-seize, trente, zéro zéro, soixante, zéro zéro, zéro un, douze, trente-quatre, cinquante-six, soixante-dix-huit, quatre-vingt-dix, dix-huit, neuf",
    ],
  ];
  const missed: string[] = [];
  for (const [detail, text] of cases) {
    for (const around of ["%", "voilà : % (source : un ami)", "here is %\nthanks"]) {
      const whole = around.replace("%", () => text);
      if (found(detail, whole).length === 0) missed.push(`${detail.value}: ${whole}`);
    }
  }
  assert.deepEqual(missed, []);
});

test("near misses are not found", () => {
  const cases: [SealedDetail, string][] = [
    // part of a longer number
    [phone, "commande 4506399800147"],
    [phone, "n° 2024-0639980014-7"],
    [phone, "12 06 39 98 00 14 33"],
    [phone, "4 0 6 3 9 9 8 0 0 1 4 7"],
    [phone, "FR76 0639 9800 1412 3456"],
    [phone, "réf FR0639980014"],
    [phone, "quarante-cinq zéro six trente-neuf quatre-vingt-dix-huit zéro zéro quatorze sept"],
    // of another country, or no number at all
    [phone, "+32 6 39 98 00 14"],
    [phone, "+41 (0)6 39 98 00 14"],
    [phone, "0049 6 39 98 00 14"],
    [phone, "zéro zéro quarante-neuf six trente-neuf quatre-vingt-dix-huit zéro zéro quatorze"],
    [phone, "06 personnes, 39 ans, 98 kg, 00 euros et 14 chats"],
    [canadian, "the answer is 145550142"],
    [canadian, "+49 6135550142"],
    // neighbours
    [address, "la rue des Lavandières-Fictives"],
    [address, "une rue des Lavandières-Fictives"],
    [address, "14 bis rue des Lavandières-Fictives"],
    [address, "14B rue des Lavandières-Fictives"],
    [address, "rue des Lavandières-Fictives 14 bis"],
    [address, "14 avenue des Lavandières-Fictives"],
    [address, "14 rue des Lavandières-Fictives, 00100 Autreville"],
    [address, "14 rue des Lavandières"],
    [address, "114 rue des Lavandières-Fictives"],
    [address, "1 1 4 rue des Lavandières-Fictives"],
    [{ kind: "address", value: "14 rue des Lavandières" }, "14 rue des Lavandières-Fictives"],
    [general, "3 avenue du Général-Inventé"],
    [dated, "8 juin 1910"],
    [dated, "avenue du 8-Juin-1910"],
    [third, "813 Third Crescent East"],
    [third, "812 Third Crescent"],
    // other people
    [name, "Ciara Bellerive"],
    [name, "CIARA BELLERIVE"],
    [name, "Clara Bellerive-Martin"],
    [name, "J'ai vu Clara. Bellerive est une ville."],
    [name, "C.l.a.r.a B.e.l.l.e.r.i.v.e.t"],
    [email, "x.clara.bellerive@perchoir.example"],
    [email, "clara.bellerive@perchoir.example.test"],
    [email, "clara.bellerive2@perchoir.example"],
    [account, "@comet_shadow42_fan"],
    [account, "@the_comet_shadow42"],
    [account, "@comet_shadow24"],
    [plate, "AB-128-CD"],
    [plate, "AB-123-CD-4"],
    [iban, "FR76 3000 6000 0112 3456 7809 189"],
  ];
  const wrong = cases.filter(([detail, text]) => found(detail, text).length > 0);
  assert.deepEqual(wrong, []);
});

test("a short account counts only where it is one", () => {
  const short: SealedDetail = { kind: "online-account", value: "@river" };
  assert.deepEqual(found(short, "suivez @river vite"), ["river"]);
  assert.deepEqual(found(short, "perchoir.example/river"), ["river"]);
  assert.deepEqual(found(short, "the river is high"), []);
});

test("the same digits otherwise divided are another address on the network", () => {
  const ip: SealedDetail = { kind: "ip-address", value: "203.0.113.7" };
  assert.deepEqual(found(ip, "ip: 203.0.113.7"), ["203.0.113.7"]);
  assert.deepEqual(found(ip, "203.0.11.37"), []);
  assert.deepEqual(found(ip, "1.203.0.113.7"), []);
});
