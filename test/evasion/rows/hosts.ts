import { EVERY, Family, PAGES, request, targetOf, utf8 } from "../row.ts";
import { IDN, SITES } from "../stage/sites.ts";

/** All hostnames of a site are one, however each is written (WHATWG URL §3.5, RFC 9110 §4.2.3). */
const as = (respell: (host: string) => string) => (aim: { readonly host: string }) => ({
  host: respell(aim.host),
});
const MIRROR = SITES.forum.hostnames[1]!;
const UNICODE = utf8("bûche.example");
/** The same letters as wide forms, which UTS 46 maps to the plain ones. */
const wide = (host: string): string =>
  utf8(host.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)));

export const hosts = new Family("hosts", { on: EVERY })
  .ask("as decided", {})
  .ask(
    "in capitals",
    as((host) => host.toUpperCase()),
  )
  .ask(
    "in mixed case",
    as((host) => host.replace(/[aeiou]/g, (letter) => letter.toUpperCase())),
  )
  .ask(
    "trailing dot",
    as((host) => `${host}.`),
  )
  .ask(
    "two trailing dots",
    as((host) => `${host}..`),
  )
  .ask(
    "port 80",
    as((host) => `${host}:80`),
  )
  .ask(
    "port 443",
    as((host) => `${host}:443`),
  )
  .ask(
    "another port",
    as((host) => `${host}:8080`),
  )
  .ask(
    "an empty port",
    as((host) => `${host}:`),
  )
  .ask(
    "a port with zeros",
    as((host) => `${host}:00080`),
  )
  .ask(
    "trailing dot and port",
    as((host) => `${host}.:80`),
  )
  .ask(
    "trailing dot in capitals",
    as((host) => `${host}.`.toUpperCase()),
  )
  .ask(
    "spaces around it",
    as((host) => `  ${host}\t`),
  )
  .ask(
    "an escaped letter",
    as((host) => host.replace(/e/, "%65")),
  )
  .ask(
    "an escaped dot",
    as((host) => host.replace(".", "%2e")),
  )
  // A Host is ASCII (RFC 3986 §3.2.2): in UTF-8 it is a name that no site here has.
  .ask("wide letters", as(wide), { on: PAGES, expected: "malformed" })
  .ask(
    "an ideographic full stop",
    as((host) => host.replace(".", utf8("。"))),
    { expected: "malformed" },
  )
  .ask(
    "a soft hyphen",
    as((host) => utf8(host.replace("c", "c\u00ad"))),
    { on: PAGES, expected: "malformed" },
  )
  .ask(
    "the mirror's name",
    as(() => MIRROR),
    { on: [...PAGES, "legal"] },
  )
  .ask(
    "the mirror's name in capitals",
    as(() => MIRROR.toUpperCase()),
    { on: [...PAGES, "legal"] },
  )
  .ask(
    "the other name of a suspended site",
    as(() => "ferme-miroir.example"),
    { on: ["site"] },
  )
  .ask(
    "a site of the terminated account",
    as(() => "bassecour.example"),
    { on: ["account"] },
  )
  .ask(
    "the international name",
    as(() => IDN),
    { on: PAGES },
  )
  .ask(
    "the international name in capitals",
    as(() => IDN.toUpperCase()),
    { on: PAGES },
  )
  .ask(
    "the international name as UTF-8",
    as(() => UNICODE),
    { on: PAGES, expected: "malformed" },
  )
  .ask(
    "the international name as Latin-1",
    as(() => "b\xfbche.example"),
    { on: PAGES },
  )
  .ask(
    "the same in capitals",
    as(() => utf8("BÛCHE.example")),
    { on: PAGES, expected: "malformed" },
  )
  .ask(
    "the same decomposed",
    as(() => utf8("bûche.example".normalize("NFD"))),
    { on: PAGES, expected: "malformed" },
  )
  .ask(
    "the same, escaped",
    as(() => "b%C3%BBche.example"),
    { on: PAGES },
  )
  .ask(
    "a refused international host as UTF-8",
    as(() => utf8("volière.example")),
    { on: ["host"], expected: "malformed" },
  )
  .ask(
    "a refused international host, escaped",
    as(() => "voli%C3%A8re.example"),
    { on: ["host"] },
  )
  .ask(
    "the same in wide letters",
    as(() => wide("volière.example")),
    { on: ["host"], expected: "malformed" },
  )
  .ask("no Host", { host: undefined }, { expected: "malformed" })
  .ask(
    "an empty Host",
    as(() => ""),
    { expected: "malformed" },
  )
  .ask("two Hosts", (aim) => ({ fields: [`Host: ${aim.host}`] }), { expected: "malformed" })
  .ask("two different Hosts", { fields: ["Host: autre.example"] }, { expected: "malformed" })
  .ask("another Host first", (aim) => ({ host: "autre.example", fields: [`Host: ${aim.host}`] }), {
    expected: "malformed",
  })
  .ask(
    "two names in one Host",
    as((host) => `autre.example, ${host}`),
    { expected: "malformed" },
  )
  .ask(
    "userinfo in Host",
    as((host) => `autre.example@${host}`),
    { expected: "malformed" },
  )
  .ask(
    "a path in Host",
    as((host) => `${host}/x`),
    { expected: "malformed" },
  )
  .ask(
    "a port that is none",
    as((host) => `${host}:99999`),
    { expected: "malformed" },
  )
  .ask("a folded Host", (aim) => ({ host: `autre.example\r\n ${aim.host}` }), { expected: "malformed" })
  .ask("a space before the colon", (aim) => ({ host: undefined, fields: [`Host : ${aim.host}`] }), {
    expected: "malformed",
  })
  .ask(
    "a name that nobody has",
    as(() => "inconnu.example"),
    { expected: "malformed" },
  )
  .ask(
    "an address",
    as(() => "127.0.0.1"),
    { expected: "malformed" },
  )
  .ask(
    "another site",
    as(() => "autre.example"),
    { expected: "served" },
  )
  .ask(
    "another site of the account",
    as(() => "voisin.example"),
    { on: [...PAGES, "legal"], expected: "served" },
  )
  .ask(
    "another host of the site",
    as(() => "mesange.example"),
    { on: ["host"], expected: "served" },
  )
  .ask(
    "the second other host of the site",
    as(() => "nid.example"),
    { on: ["host"], expected: "served" },
  ).rows;

const absolute =
  (prefix: (host: string) => string, host: (own: string) => string | undefined = (own) => own) =>
  (aim: Parameters<typeof targetOf>[0]) => ({
    bytes: request(`${prefix(aim.host)}${targetOf(aim)}`, { host: host(aim.host) }),
  });
const other = (): string => "autre.example";

/** RFC 9112 §3.2: what stands in the request line. */
export const forms = new Family("request lines", { on: [...PAGES, "host", "site"] })
  .add(
    "absolute form",
    absolute((host) => `http://${host}`),
  )
  .add(
    "absolute form, other Host",
    absolute((host) => `http://${host}`, other),
  )
  .add(
    "absolute form, unknown Host",
    absolute(
      (host) => `http://${host}`,
      () => "inconnu.example",
    ),
  )
  .add(
    "absolute form, https",
    absolute((host) => `https://${host}`),
  )
  .add(
    "absolute form in capitals",
    absolute((host) => `HTTP://${host.toUpperCase()}`),
  )
  .add(
    "absolute form with a port",
    absolute((host) => `http://${host}:8080`, other),
  )
  .add(
    "absolute form with a trailing dot",
    absolute((host) => `http://${host}.`, other),
  )
  .add(
    "absolute form of the mirror",
    absolute(() => `http://${MIRROR}`, other),
    { on: PAGES },
  )
  .add(
    "absolute form of another site, Host of this one",
    absolute(() => "http://autre.example"),
    {
      expected: "served",
    },
  )
  .add(
    "absolute form with userinfo",
    absolute((host) => `http://autre.example@${host}`),
    {
      expected: "malformed",
    },
  )
  .add(
    "absolute form with userinfo, other way",
    absolute((host) => `http://${host}@inconnu.example`),
    {
      expected: "malformed",
    },
  )
  .add(
    "absolute form, other scheme",
    absolute((host) => `ftp://${host}`),
    { expected: "malformed" },
  )
  .add(
    "absolute form, one slash",
    absolute((host) => `http:/${host}`),
    { expected: "malformed" },
  )
  .add(
    "absolute form, backslashes",
    absolute((host) => `http:\\\\${host}`),
    { expected: "malformed" },
  )
  .add(
    "absolute form without Host",
    absolute(
      (host) => `http://${host}`,
      () => undefined,
    ),
    {
      expected: "malformed",
    },
  )
  .ask("HTTP/1.0 with Host", { version: "1.0" })
  .ask("HTTP/1.0 without Host", { version: "1.0", host: undefined }, { expected: "malformed" })
  .add(
    "HTTP/1.0, absolute form without Host",
    (aim) => ({ bytes: request(`http://${aim.host}${targetOf(aim)}`, { version: "1.0" }) }),
    { expected: "malformed" },
  )
  .add("HTTP/0.9", (aim) => ({ bytes: `GET ${targetOf(aim)}\r\n\r\n` }), { expected: "malformed" })
  .ask("HTTP/1.2", { version: "1.2" }, { expected: "malformed" })
  .ask("HTTP/3.0", { version: "3.0" }, { expected: "malformed" })
  .add(
    "a tab for the space",
    (aim) => ({ bytes: request(targetOf(aim), { host: aim.host }).replace(" /", "\t/") }),
    {
      expected: "malformed",
    },
  )
  .add("two spaces", (aim) => ({ bytes: request(targetOf(aim), { host: aim.host }).replace(" /", "  /") }), {
    expected: "malformed",
  })
  .add(
    "lines that end in LF",
    (aim) => ({ bytes: request(targetOf(aim), { host: aim.host }).replaceAll("\r", "") }),
    {
      expected: "malformed",
    },
  )
  .add("a space in the target", ({ host, path }) => ({ bytes: request(`${path} x`, { host }) }), {
    expected: "malformed",
  })
  .add("an empty line in front", (aim) => ({ bytes: `\r\n${request(targetOf(aim), { host: aim.host })}` }))
  .add("no slash in front", ({ host, path }) => ({ bytes: request(path.slice(1), { host }) }), {
    expected: "malformed",
  }).rows;
