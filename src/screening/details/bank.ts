import { lines } from "../pattern.ts";
import { after, before, type Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { TOPIC } from "../topics.ts";
import { iban, luhn, rib } from "./checksums.ts";
import { isOfAThing, labelBefore } from "./context.ts";
import { digits, type Finder, type Hit, hit, isWord, matchAt } from "./finder.ts";
import type { Runs } from "./runs.ts";

/** Lengths of the IBAN registry (ISO 13616, SWIFT registrar, release 99). */
const IBAN_LENGTH: ReadonlyMap<string, number> = new Map(
  `
    ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 bi27 br29 by28 ch21 cr22 cy28 cz24 de22 dj27 dk18 do28 ee20
    eg29 es24 fi18 fk18 fo18 fr27 gb22 ge22 gi23 gl18 gr27 gt28 hr21 hu28 ie22 il23 iq23 is26 it27 jo30 kw30
    kz20 lb28 lc32 li21 lt20 lu20 lv21 ly25 mc27 md24 me22 mk19 mn20 mr27 mt31 mu30 ni28 nl18 no15 om23 pk24
    pl28 ps29 pt25 qa29 ro24 rs22 ru33 sa24 sc31 sd18 se24 si19 sk24 sm27 so23 st25 sv28 tl23 tn24 tr26 ua29
    va22 vg24 xk20
  `
    .trim()
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);
const BANK_WORDS =
  /\b(?:iban|rib|bancaires?|compte|account|acct|virement|transfer|wire|bank|banque|konto|pay|payer|rembours\w+|refund)\b/;

/** IBANs, French RIBs by their key, and account numbers that are called so. */
export const bankAccount: Finder = {
  kind: "bank-account",
  gate: digits(6),
  *find(reading, runs) {
    for (let at = 0; at < runs.count; at++) {
      const found = ibanAt(reading, runs, at) ?? ribAt(reading, runs, at);
      if (found !== undefined) yield found;
    }
    yield* labelled(reading);
  },
};

function ibanAt(reading: Reading, runs: Runs, at: number): Hit | undefined {
  const { text } = reading;
  const start = runs.start(at) - 2;
  if (start < 0 || runs.length(at) < 2 || isWord(text.charCodeAt(start - 1))) return undefined;
  const length = IBAN_LENGTH.get(text.slice(start, start + 2));
  if (length === undefined) return unlisted(text, start);
  const account = take(text, start, length);
  if (account === undefined) return undefined;
  if (iban(account.compact)) return hit(start, account.end, 0.99, "an IBAN whose check digits are right");
  // An English word may begin so; digits must follow as in its country, and words must say what it is.
  return BANK_WORDS.test(labelBefore(reading, start, 60)) && /\d{6}/.test(account.compact)
    ? hit(start, account.end, 0.85, "of the form of an IBAN", "introduced as a bank account")
    : undefined;
}

const IN_ONE_PIECE = /[a-z]{2}\d{2}[a-z0-9]{11,30}(?!\w)/y;

/** A country that is not in the registry: its check digits must do. */
function unlisted(text: string, start: number): Hit | undefined {
  const account = matchAt(IN_ONE_PIECE, text, start)?.[0];
  return account !== undefined && /\d{6}/.test(account) && iban(account)
    ? hit(start, start + account.length, 0.8, "an IBAN whose check digits are right")
    : undefined;
}

/** The next `count` letters and digits, single blanks or hyphens between them; a word must end there. */
function take(text: string, start: number, count: number): { compact: string; end: number } | undefined {
  let compact = "";
  let at = start;
  for (; at < text.length && compact.length < count; at++) {
    const unit = text.charCodeAt(at);
    if (isWord(unit)) compact += text[at];
    else if ((unit !== 32 && unit !== 45) || !isWord(text.charCodeAt(at + 1))) return undefined;
  }
  return compact.length === count && !isWord(text.charCodeAt(at)) ? { compact, end: at } : undefined;
}

const RIB = /\d{5}([ -]?)\d{5}\1[a-z0-9]{11}\1\d{2}(?!\w)/y;

function ribAt(reading: Reading, runs: Runs, at: number): Hit | undefined {
  const start = runs.start(at);
  if (runs.length(at) < 5 || isWord(reading.text.charCodeAt(start - 1))) return undefined;
  const found = matchAt(RIB, reading.text, start)?.[0];
  if (found === undefined || isOfAThing(reading, start)) return undefined;
  const right = rib(found.replace(/[ -]/g, ""));
  const announced = BANK_WORDS.test(labelBefore(reading, start, 60));
  if (!announced && !(right && /[ -]/.test(found))) return undefined;
  const reasons: Reason[] = [
    right ? "a French bank account whose key is right" : "introduced as a bank account",
  ];
  return hit(start, start + found.length, right ? 0.97 : 0.85, ...reasons);
}

const ACCOUNT = new RegExp(
  lines`
    \b(?:(?:bank|checking|chequing|savings|current) account|(?:account|acct|a/c)(?: (?:number|no\b\.?|num|nr)| ?#)|bank details
    |routing|aba|sort[ -]code|numero de compte|compte(?: (?:bancaire|courant|epargne|n°|no\b\.?))+)
  `,
  "g",
);
/** An account is a number of anything, unless a bank is spoken of. */
const PLAIN_ACCOUNT = /\b(?:account|compte|acct)\b/g;
const OF_A_BANK = /\b(?:sort code|routing|transit|institution|bank|banque|bancaire)\b/;
const NUMBER = lines`
  [ .:=#-]{0,3}(?:(?:(?:number|num|no\b\.?|numero|n°|nr|is|est|#|details|bancaires?|bank|account)[ .:=#-]{1,3})){0,4}
  \(?(\d{2,12}(?:[ -]\d{2,6}){0,4})(?!\w|[.,]\d)
`;
const AFTER_LABEL = new RegExp(NUMBER, "y");

/** Account, routing and sort numbers after their names. */
function* labelled(reading: Reading): Generator<Hit> {
  if ((reading.topics & TOPIC.bank) === 0) return;
  for (const sentence of reading.sentences) {
    if ((sentence.topics & TOPIC.bank) === 0) continue;
    const text = reading.text.slice(sentence.start, sentence.end);
    const patterns = OF_A_BANK.test(text) ? [ACCOUNT, PLAIN_ACCOUNT] : [ACCOUNT];
    for (const pattern of patterns) {
      for (const label of text.matchAll(pattern)) {
        const from = sentence.start + label.index + label[0].length;
        const match = matchAt(AFTER_LABEL, reading.text, from);
        const count = match?.[1]?.replace(/\D/g, "").length ?? 0;
        if (match === undefined || count < 6 || count > 17) continue;
        const end = match.index + match[0].length;
        yield hit(end - (match[1] as string).length, end, 0.85, "introduced as a bank account");
      }
    }
  }
}

const CARD = /\d{4}(?:([ -]?)\d{4}\1\d{4}(?:\1\d{1,7})?|[ -]?\d{6}[ -]?\d{4,5})(?!\w|-\d)/y;
/** Issuer ranges (ISO/IEC 7812) with the lengths in use. */
const ISSUERS: readonly RegExp[] = [
  /^4(?:\d{12}|\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^(?:6011|64[4-9]\d|65\d\d)\d{12,15}$/, // Discover
  /^3(?:0[0-5]|095|[689]\d)\d{11,13}$/, // Diners
  /^(?:35(?:2[89]|[3-9]\d)\d{12,15}|(?:1800|2131)\d{11})$/, // JCB
  /^62\d{14,17}$/, // UnionPay
];
const MAESTRO = /^(?:50|5[6-8]|6\d)\d{10,17}$/;
const CARD_WORDS = lines`
  \b(?:card|cards|cc|cb|carte|visa|mastercard|master ?card|amex|american express|maestro|discover|credit|debit|bancaire|bleue)\b
`;
const CARD_LABEL = new RegExp(
  `(?:${CARD_WORDS}[^\\d\\n]{0,40}|\\b(?:pay|pays|paid|paye|payer|charge|charged|debite) (?:with|avec|to|on|sur) )$`,
);
const OTHER_CARD = new RegExp(lines`
  \b(?:gift|cadeau|fidelite|loyalty|member|membre|sim|graphi\w+|video|jeu|game|library|bibliotheque|identite|identity|vitale|grise
  |sejour|resident|sante|health|etudiant|student|assurance|id)\b
`);
const EXPIRY = /^[ ,;|]{1,3}(?:exp\w{0,8}[ .:]{0,2})?(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?[23]\d\b/;

/** Card numbers: a known issuer range, 13 to 19 digits, the check digit; or the form, where words say so. */
export const paymentCard: Finder = {
  kind: "payment-card",
  gate: digits(12),
  *find(reading, runs) {
    for (let at = 0; at < runs.count; at++) {
      const start = runs.start(at);
      if (runs.length(at) < 4 || isWord(reading.text.charCodeAt(start - 1))) continue;
      const match = matchAt(CARD, reading.text, start)?.[0];
      if (match === undefined) continue;
      const found = cardAt(reading, start, match);
      if (found !== undefined) yield found;
    }
  },
};

function cardAt(reading: Reading, start: number, match: string): Hit | undefined {
  const number = match.replace(/\D/g, "");
  if (number.length > 19 || /^(\d)\1+$/.test(number)) return undefined;
  const issued = ISSUERS.some((issuer) => issuer.test(number));
  const right = (issued || MAESTRO.test(number)) && luhn(number);
  const label = labelBefore(reading, start, 60);
  const end = start + match.length;
  const announced =
    (CARD_LABEL.test(label) && !OTHER_CARD.test(label)) || (issued && EXPIRY.test(after(reading, end, 24)));
  if (announced && !isOfAThing(reading, start)) {
    return right
      ? hit(
          start,
          end,
          0.98,
          "a payment card number whose check digit is right",
          "introduced as a payment card",
        )
      : hit(start, end, 0.85, "introduced as a payment card");
  }
  // One number in ten has a right check digit; thirteen digits are on every article of trade.
  if (
    !right ||
    !issued ||
    number.length < 14 ||
    isOfAThing(reading, start) ||
    /[.+/#=_-]$/.test(before(reading, start, 1))
  )
    return undefined;
  return hit(start, end, 0.93, "a payment card number whose check digit is right");
}
