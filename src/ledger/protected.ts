import { sha256Hex, toUtf8 } from "../lib/bytes.ts";
import { jcsBytes } from "../lib/jcs.ts";

const DOMAIN = toUtf8("rempart/protected/v1");

/**
 * SHA-256 ("rempart/protected/v1" ‖ JCS{host}), hex: how a `protect` entry names a hostname, given as policy/host.ts
 * writes it. Without a salt, because whoever asks about a hostname must be able to compute it: it keeps names out of
 * the ledger's schema, not secret.
 */
export const protectedHash = (host: string): string => sha256Hex(DOMAIN, jcsBytes({ host }));
