import { firstName, type Lang, lastName, plain } from "./names.ts";
import type { Random } from "./random.ts";

const MONTHS = {
  fr: "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre".split("|"),
  en: "January|February|March|April|May|June|July|August|September|October|November|December".split("|"),
} as const;
const SHORT = {
  fr: "janv.|févr.|mars|avr.|mai|juin|juil.|août|sept.|oct.|nov.|déc.".split("|"),
  en: "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec".split("|"),
} as const;
const two = (number: number): string => String(number).padStart(2, "0");
const ordinal = (day: number): string =>
  `${day}${day % 10 === 1 && day !== 11 ? "st" : day % 10 === 2 && day !== 12 ? "nd" : day % 10 === 3 && day !== 13 ? "rd" : "th"}`;

/** A full date as people of the language write it. */
export function date(random: Random, lang: Lang, first = 1950, last = 2008): string {
  const day = random.int(1, 28);
  const month = random.int(1, 12);
  const year = random.int(first, last);
  const long = MONTHS[lang][month - 1] as string;
  const short = SHORT[lang][month - 1] as string;
  if (lang === "fr") {
    const said = day === 1 ? "1er" : String(day);
    return random.pick([
      `${said} ${long} ${year}`,
      `${said} ${long} ${year}`,
      `${said} ${long} ${year}`,
      `${two(day)}/${two(month)}/${year}`,
      `${two(day)}/${two(month)}/${year}`,
      `${two(day)}.${two(month)}.${year}`,
      `${two(day)}-${two(month)}-${year}`,
      `${day}/${month}/${two(year % 100)}`,
      `${year}-${two(month)}-${two(day)}`,
      `${said} ${short} ${year}`,
    ]);
  }
  return random.pick([
    `${long} ${day}, ${year}`,
    `${long} ${day}, ${year}`,
    `${day} ${long} ${year}`,
    `${two(month)}/${two(day)}/${year}`,
    `${two(day)}/${two(month)}/${year}`,
    `${year}-${two(month)}-${two(day)}`,
    `${ordinal(day)} ${long} ${year}`,
    `${ordinal(day)} of ${long} ${year}`,
    `${short} ${day}, ${year}`,
    `${day} ${short} ${year}`,
    `${month}/${day}/${two(year % 100)}`,
    `${long} ${ordinal(day)}, ${year}`,
    `${two(day)}-${short}-${year}`,
  ]);
}

/** A day and a month: a birthday without its year. */
export const birthday = (random: Random, lang: Lang): string =>
  lang === "fr"
    ? `${random.int(2, 28)} ${random.pick(MONTHS.fr)}`
    : random.pick([
        `${random.pick(MONTHS.en)} ${random.int(1, 28)}`,
        `${ordinal(random.int(1, 28))} of ${random.pick(MONTHS.en)}`,
      ]);

const DOMAINS =
  "perchoir.example|mail.example|example.com|example.org|courriel.test|poste.exemple.example|example.co.uk|exemple-services.test|post.example.net".split(
    "|",
  );

export function email(random: Random, lang: Lang): string {
  const first = plain(firstName(random, lang));
  const last = plain(lastName(random, lang));
  return `${random.pick([
    `${first}.${last}`,
    `${first}${random.int(1, 99)}`,
    `${first[0]}.${last}`,
    `${last}_${first}`,
    `${first}-${last}`,
    `${first}.${last}+forum`,
    `${first[0]?.toUpperCase()}${first.slice(1)}.${last[0]?.toUpperCase()}${last.slice(1)}`,
    `${first}${last}${random.int(1970, 2005)}`,
    `x_${first}_x`,
  ])}@${random.pick(DOMAINS)}`;
}

/** The same with its signs in words or brackets. */
export const spelledEmail = (random: Random, lang: Lang): string => {
  const [local, domain] = email(random, lang).split("@") as [string, string];
  const parts = domain.split(".");
  const [at, dot] =
    lang === "fr"
      ? random.pick([
          [" [at] ", " [point] "],
          ["(at)", "."],
          [" arobase ", " point "],
          [" (arobase) ", " (point) "],
          ["[arobase]", "[point]"],
          [" [a] ", "."],
        ])
      : random.pick([
          [" [at] ", " [dot] "],
          ["(at)", "(dot)"],
          [" at ", " dot "],
          [" AT ", " DOT "],
          ["[at]", "."],
          [" {at} ", " {dot} "],
        ]);
  return `${local.replace(/[+]forum|_x$|^x_/g, "")}${at}${parts.join(dot)}`;
};

/** Documentation addresses (RFC 5737, RFC 3849). */
export function ip(random: Random): string {
  const hex = () => random.int(1, 0xffff).toString(16);
  return random.pick([
    `192.0.2.${random.int(1, 254)}`,
    `198.51.100.${random.int(1, 254)}`,
    `203.0.113.${random.int(1, 254)}`,
    `203.0.113.${random.int(1, 254)}`,
    `2001:db8:${hex()}:${hex()}::${hex()}`,
    `2001:db8::${hex()}`,
    `2001:0db8:${hex()}:${hex()}:${hex()}:${hex()}:${hex()}:${hex()}`,
    `2001:DB8:${hex().toUpperCase()}::1`,
  ]);
}

/** Map coordinates, four to seven decimals or degrees, minutes and seconds. */
export function coordinates(random: Random): string {
  const places = random.int(4, 7);
  const latitude = random.next() * 120 - 60;
  const longitude = random.next() * 300 - 150;
  const [lat, lon] = [latitude.toFixed(places), longitude.toFixed(places)];
  const north = latitude < 0 ? "S" : "N";
  const west = longitude < 0 ? "W" : "E";
  const positive = (text: string) => text.replace("-", "");
  const dms = (value: number) => {
    const all = Math.abs(value);
    const minutes = (all % 1) * 60;
    return `${Math.floor(all)}°${two(Math.floor(minutes))}'${two(Math.floor((minutes % 1) * 60))}"`;
  };
  return random.pick([
    `${lat}, ${lon}`,
    `${lat}, ${lon}`,
    `${lat},${lon}`,
    `${lat} ${lon}`,
    `${positive(lat)}° ${north}, ${positive(lon)}° ${west}`,
    `${positive(lat)}°${north} ${positive(lon)}°${west}`,
    `${positive(lat)}${north}, ${positive(lon)}${west}`,
    `${dms(latitude)}${north} ${dms(longitude)}${west}`,
    `${dms(latitude)} ${north}, ${dms(longitude)} ${west}`,
  ]);
}

export const handle = (random: Random, lang: Lang): string => {
  const name = plain(firstName(random, lang));
  return random.pick([
    `${name}_tv`,
    `${name}.plays`,
    `x${name}x`,
    `${name}${random.int(10, 2005)}`,
    `the_${name}`,
    `${name}_${plain(lastName(random, lang))}`,
    `${name}-${random.digits(2)}`,
    `${name}officiel`,
  ]);
};

const SITES =
  "instagram.com/|www.instagram.com/|https://www.instagram.com/|https://twitter.com/|https://x.com/|facebook.com/|https://www.facebook.com/|https://www.tiktok.com/@|twitch.tv/|https://www.twitch.tv/|t.me/|https://www.linkedin.com/in/|https://steamcommunity.com/id/|https://www.reddit.com/user/|https://www.youtube.com/@|https://github.com/|https://bsky.app/profile/|https://onlyfans.com/|https://www.snapchat.com/add/|https://soundcloud.com/".split(
    "|",
  );
export const profile = (random: Random, lang: Lang): string =>
  `${random.pick(SITES)}${handle(random, lang).replace(/[-]/g, "_")}`;
