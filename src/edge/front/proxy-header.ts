import { BlockList, isIPv4, isIPv6, type Socket } from "node:net";
import { RempartError } from "../../lib/errors.ts";
import { parseProxyHeader } from "./proxy-protocol.ts";

/** Who may say on whose behalf they connect. Throws `proxy.untrustable` on what is no address or CIDR block. */
export function trustedProxies(blocks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = "", prefix] = block.split("/");
    const family = isIPv4(address) ? "ipv4" : isIPv6(address) ? "ipv6" : undefined;
    const bits = prefix === undefined ? (family === "ipv4" ? 32 : 128) : Number(prefix);
    const valid = prefix === undefined || /^\d{1,3}$/.test(prefix);
    if (family === undefined || !valid || bits > (family === "ipv4" ? 32 : 128)) {
      throw new RempartError("proxy.untrustable", 500, `"${block}" is not an address or a CIDR block`);
    }
    list.addSubnet(address, bits, family);
  }
  return (address) => list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

/**
 * Reads the PROXY header of a connection and puts back what follows it. Calls back once: with the address that the proxy
 * speaks for (undefined: its own), or with false where there is no valid header; then the connection is to be closed.
 */
export function readProxyHeader(socket: Socket, done: (source: string | undefined | false) => void): void {
  let bytes: Buffer = Buffer.alloc(0);
  const finish = (source: string | undefined | false): void => {
    socket.off("data", onData);
    socket.off("close", onClose);
    done(source);
  };
  const onClose = (): void => finish(false);
  const onData = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk]);
    const header = parseProxyHeader(bytes);
    if (header.kind === "incomplete") return;
    socket.pause();
    if (header.kind === "complete" && bytes.length > header.bytes)
      socket.unshift(bytes.subarray(header.bytes));
    finish(header.kind === "complete" ? header.source : false);
  };
  socket.on("data", onData);
  socket.on("close", onClose);
}
