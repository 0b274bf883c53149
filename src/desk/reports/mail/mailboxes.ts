import { domainToASCII } from "node:url";

/** The form in which two addresses of one mailbox are equal: lower case, the domain as in DNS, without a `+suffix`. */
export function mailboxOf(address: string): string | undefined {
  const at = address.lastIndexOf("@");
  const [name = ""] = address.slice(0, at).toLowerCase().split("+", 1);
  const domain = domainToASCII(address.slice(at + 1));
  return at < 1 || name === "" || domain === "" ? undefined : `${name}@${domain}`;
}
