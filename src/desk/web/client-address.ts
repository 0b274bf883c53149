import { BlockList, isIP } from "node:net";
import type { Context } from "hono";

/** Proxies whose word about a visitor's address is taken: those on this machine, and the ranges that are named. */
export class Proxies {
  readonly #trusted = new BlockList();

  /** `ranges`: addresses or `address/bits`. */
  constructor(ranges: readonly string[]) {
    for (const range of ["127.0.0.0/8", "::1/128", ...ranges]) {
      const { address, bits, family } = parseRange(range);
      this.#trusted.addSubnet(address, bits, family);
    }
  }

  /**
   * Who asks: the connection's address, or what a trusted proxy says that it was: the last entry of `X-Forwarded-For` that
   * no trusted proxy has written about itself. Undefined where a proxy of ours tells nothing (an onion service, say).
   */
  clientOf(peer: string | undefined, forwardedFor: string | undefined): string | undefined {
    if (peer === undefined || !this.#isTrusted(peer)) return peer;
    const hops = (forwardedFor ?? "").split(",").map(plainAddress);
    // What cannot be read ends the search: what stands before it may be the visitor's own invention.
    return hops.findLast((hop) => hop === undefined || !this.#isTrusted(hop));
  }

  #isTrusted(address: string): boolean {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
    const family = isIP(plain);
    return family !== 0 && this.#trusted.check(plain, family === 4 ? "ipv4" : "ipv6");
  }
}

/** An address as proxies write it, with or without brackets and a port; undefined where it is none. */
function plainAddress(hop: string): string | undefined {
  const [, bracketed, dotted] = /^\s*(?:\[([\da-f:.]+)\](?::\d+)?|([\d.]+):\d+)\s*$/i.exec(hop) ?? [];
  const address = bracketed ?? dotted ?? hop.trim();
  return isIP(address) === 0 ? undefined : address;
}

/** Throws for what is no address or range. */
export function parseRange(text: string): { address: string; bits: number; family: "ipv4" | "ipv6" } {
  const [address = "", bits, ...more] = text.split("/");
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const count = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (version === 0 || more.length > 0 || count < 0 || count > most)
    throw new Error(`must be an address or address/bits, not "${text}"`);
  return { address, bits: count, family: version === 4 ? "ipv4" : "ipv6" };
}

/** The address of a request's caller. It is for the gate, which forgets it; it is written nowhere. */
export const callerOf = (c: Context, proxies: Proxies): string | undefined => {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return proxies.clientOf(incoming?.socket?.remoteAddress, c.req.header("x-forwarded-for"));
};
