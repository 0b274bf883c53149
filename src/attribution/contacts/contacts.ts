import { entitiesWithRole, vcardText } from "./rdap.ts";
import { readSecurityTxt } from "./security-txt.ts";

/** Where an address for reports was found, best first. */
export const CONTACT_SOURCES = ["rdap", "security.txt", "guess"] as const;
export type ContactSource = (typeof CONTACT_SOURCES)[number];

export interface Contact {
  readonly kind: "email" | "url" | "phone";
  readonly value: string;
  readonly source: ContactSource;
  /** Age of the document it stands in; null for a guess, which has none. */
  readonly ageMs: number | null;
}

/** What was published about a provider, with the time at which each document was fetched. */
export interface ContactDocuments {
  /** Its own domain, for the last resort; left out where it is not known. */
  readonly domain?: string;
  readonly rdap?: { readonly document: unknown; readonly atMs: number };
  readonly securityTxt?: { readonly text: string; readonly atMs: number };
}

/** What registries print where an address was taken out. */
const PLACEHOLDERS = [
  /redacted/i,
  /^(?:removed|privacy|not-?disclosed|no-?reply|nobody|none|unknown|null)@/i,
  /@(?:example\.(?:com|net|org)|localhost|invalid)$/i,
  /select (?:request|contact)|contact form/i,
];
/** One @, no blanks, a dot in the domain: enough to reject prose, and no more (RFC 5321 allows the rest). */
const EMAIL = /^[^\s@<>"',;]+@[^\s@<>"',;]+\.[^\s@<>"',;.]+$/;

/** Whether a published value is a stand-in or not an address at all. */
export const isPlaceholder = (email: string): boolean =>
  !EMAIL.test(email) || PLACEHOLDERS.some((pattern) => pattern.test(email));

function classify(value: string): Pick<Contact, "kind" | "value"> | undefined {
  if (/^https?:\/\//i.test(value)) return URL.canParse(value) ? { kind: "url", value } : undefined;
  const email = value.replace(/^mailto:/i, "");
  if (email.includes("@")) return isPlaceholder(email) ? undefined : { kind: "email", value: email };
  const phone = value.replace(/^tel:/i, "");
  return /^\+?[\d\s().-]{6,20}$/.test(phone) ? { kind: "phone", value: phone } : undefined;
}

/**
 * Where to write about abuse, by who is most able to act on it: the abuse role of RDAP (RFC 9083), then security.txt
 * (RFC 9116, meant for vulnerabilities, hence second), then abuse@ (RFC 2142), which is a guess and says so. A value
 * appears once.
 */
export function contactsFor(
  { domain, rdap, securityTxt }: ContactDocuments,
  nowMs: number,
): readonly Contact[] {
  const found: Contact[] = [];
  const add = (values: readonly string[], source: ContactSource, ageMs: number | null) => {
    for (const value of values) {
      const contact = classify(value);
      const known = found.some((one) => one.value.toLowerCase() === contact?.value.toLowerCase());
      if (contact !== undefined && !known) found.push({ ...contact, source, ageMs });
    }
  };
  if (rdap !== undefined) {
    const abuse = entitiesWithRole(rdap.document, "abuse");
    // Some registries put an address into contact-uri and a URI into email: both are read as what they are.
    for (const property of ["email", "contact-uri", "tel"]) {
      add(
        abuse.flatMap((entity) => vcardText(entity, property)),
        "rdap",
        nowMs - rdap.atMs,
      );
    }
  }
  if (securityTxt !== undefined) {
    add(readSecurityTxt(securityTxt.text, nowMs), "security.txt", nowMs - securityTxt.atMs);
  }
  if (domain !== undefined) add([`abuse@${domain}`], "guess", null);
  return found;
}
