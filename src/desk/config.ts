import { Resolver } from "node:dns";
import { parseWitness, type Witness } from "../ledger/witness.ts";
import {
  type Address,
  asAddress,
  asInteger,
  asList,
  asOneOf,
  asText,
  asUrl,
  EnvReader,
  type Secret,
} from "../lib/env.ts";
import { type Hours, parseHours } from "./reports/hours.ts";
import { parseRange } from "./web/client-address.ts";

/** Everything the desk can be told from outside, read once at start. Times in ms. */
export interface DeskConfig {
  readonly folder: string;
  readonly vaultSocket: string;
  /** Where people and programs reach the desk. */
  readonly listen: Address;
  /** Where edges dial in (mutual TLS). */
  readonly feedListen: Address;
  /** Where Prometheus may ask, beside the admin socket; never public. */
  readonly metricsListen: Address | "off";
  /** The desk's own address as the world sees it; appears in refusals and statements. */
  readonly publicUrl: string;
  /** Where the feed is written for edges on a bus; undefined: edges follow the desk itself. */
  readonly natsUrl: Secret | undefined;
  readonly databaseUrl: Secret | undefined;
  /** Who of the team is told at once when one person decides an emergency alone. */
  readonly alertTo: readonly string[];
  readonly smtp: { readonly url: Secret | undefined; readonly from: string };
  /** Reports that come by mail (reports/mail/). */
  readonly mail: {
    readonly listen: Address | "off";
    /** The addresses that it is taken for; at least one where something listens. */
    readonly boxes: readonly string[];
    /** `.pem` with chain and key, or `.crt` with a `.key` beside it; without it nothing is encrypted on the way. */
    readonly certificate: string | undefined;
  };
  /** A measure that would refuse more captured pages than this, besides those that the case rests on, takes two people. */
  readonly twoPeopleAbovePages: number;
  /** How long a capture waits at most when nobody's life is at risk, so that its time says nothing of the report's. */
  readonly captureDelayMs: number;
  /** Name of the provider, in texts. */
  readonly provider: string;
  /** Emergency numbers shown first are those of this country. */
  readonly country: string;
  /** Who looks at reports and when; told on the report page, and what due times follow from (reports/hours.ts). */
  readonly desk: { readonly people: number; readonly hours: Hours; readonly isDeclared: boolean };
  /** Name servers for captures, `address` or `address:port`; none: the machine's own. */
  readonly dnsServers: readonly string[];
  /** A program that writes down what a voice message says, sound in and text out; none: nobody does but who reports. */
  readonly transcriber: readonly string[];
  /** Proxies whose X-Forwarded-For is believed, besides those on this machine. */
  readonly proxies: readonly string[];
  /** Outside witnesses of the ledger (ledger/witness.ts). */
  readonly witnesses: readonly Witness[];
}

/** Reads REMPART_*; throws one error that lists every problem. */
export function readDeskConfig(env?: NodeJS.ProcessEnv): DeskConfig {
  const reader = new EnvReader(env);
  const folder = reader.get("DATA", asText, "data");
  const listen = reader.get("LISTEN", asAddress, { host: "127.0.0.1", port: 8000 });
  const config: DeskConfig = {
    folder: `${folder}/desk`,
    vaultSocket: reader.get("VAULT_SOCKET", asText, `${folder}/vault.sock`),
    listen,
    feedListen: reader.get("FEED_LISTEN", asAddress, { host: "127.0.0.1", port: 8001 }),
    metricsListen: reader.get("METRICS_LISTEN", (text) => (text === "off" ? text : asAddress(text)), "off"),
    publicUrl: reader.get("PUBLIC_URL", asUrl, `http://${listen.host}:${listen.port}`),
    natsUrl: reader.secret("NATS_URL", /^(nats|tls):\/\//),
    databaseUrl: reader.secret("DATABASE_URL", /^postgres(ql)?:\/\//),
    smtp: {
      url: reader.secret("SMTP_URL", /^smtps?:\/\//),
      from: reader.get("MAIL_FROM", asMailbox, "desk@rempart.example"),
    },
    mail: readMail(reader),
    alertTo: reader.get("ALERT_TO", asList(asMailbox), []),
    twoPeopleAbovePages: reader.get("TWO_PEOPLE_ABOVE_PAGES", asInteger(0, 10_000), 0),
    captureDelayMs: reader.get("CAPTURE_DELAY_MINUTES", asInteger(0, 240), 30) * 60_000,
    provider: reader.get("PROVIDER", asText, "Rempart"),
    country: reader.get("COUNTRY", asOneOf(["BE", "CA", "CH", "FR", "GB", "US", "other"]), "FR"),
    desk: {
      people: reader.get("DESK_PEOPLE", asInteger(1, 1000), 1),
      hours: reader.get("DESK_HOURS", parseHours, parseHours("24/7")),
      isDeclared: reader.get("DESK_HOURS", () => true, false),
    },
    dnsServers: reader.get("DNS_SERVERS", asList(asNameServer), []),
    transcriber: reader.get("TRANSCRIBER", (text) => text.split(" ").filter((word) => word !== ""), []),
    proxies: reader.get("TRUSTED_PROXIES", asList(asRange), []),
    witnesses: reader.get("WITNESSES", asList(parseWitness), []),
  };
  reader.finish();
  return config;
}

function readMail(reader: EnvReader): DeskConfig["mail"] {
  const mail: DeskConfig["mail"] = {
    listen: reader.get("MAIL_LISTEN", (text) => (text === "off" ? text : asAddress(text)), "off"),
    boxes: reader.get("MAIL_BOXES", asList(asMailAddress), []),
    certificate: reader.get("MAIL_CERT", asCertificatePath, "") || undefined,
  };
  if (mail.listen !== "off" && mail.boxes.length === 0)
    reader.problem("REMPART_MAIL_BOXES: must name at least one address, because REMPART_MAIL_LISTEN is set");
  return mail;
}

/** An IP address, perhaps with a port. */
function asNameServer(text: string): string {
  try {
    new Resolver().setServers([text]);
    return text;
  } catch {
    throw new Error(`must be address or address:port, not "${text}"`);
  }
}

function asRange(text: string): string {
  parseRange(text);
  return text;
}

/** `desk@example.org`; what comes for `desk+anything@example.org` is taken as well. */
function asMailAddress(text: string): string {
  if (!/^[^\s@<>+,"]+@[^\s@<>,"]+$/.test(text))
    throw new Error(`must be a mail address without name and without "+", not "${text}"`);
  return text;
}

function asCertificatePath(text: string): string {
  if (!/\.(?:pem|crt)$/.test(text))
    throw new Error(`must be a .pem with chain and key, or a .crt with a .key beside it, not "${text}"`);
  return text;
}

/** `desk@example.org` or `The desk <desk@example.org>`. */
function asMailbox(text: string): string {
  if (!/^(?:[^\s@<>]+@[^\s@<>]+|[^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>)$/.test(text))
    throw new Error(`must be a mail address, not "${text}"`);
  return text;
}
