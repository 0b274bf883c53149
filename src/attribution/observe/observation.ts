import { sha256Hex } from "../../lib/bytes.ts";
import { jcsBytes } from "../../lib/jcs.ts";

export const DNS_TYPES = ["A", "AAAA", "CNAME", "NS", "MX"] as const;
export type DnsType = (typeof DNS_TYPES)[number];

/** Records as text: addresses; names in lower case without the last dot; of MX the exchange only, "" for a null MX. */
export interface DnsAnswer {
  readonly type: DnsType;
  readonly records: readonly string[];
}

export interface TlsAnswer {
  /** Organisation of the leaf certificate's issuer; empty where it has none. */
  readonly issuer: string;
  readonly names: readonly string[];
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case, as received; never cookies. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** RFC 9083, the document as parsed. */
export interface RdapAnswer {
  readonly document: unknown;
}

interface Answers {
  readonly dns: DnsAnswer;
  readonly tls: TlsAnswer;
  readonly http: HttpAnswer;
  readonly rdap: RdapAnswer;
}
export type ObservationKind = keyof Answers;

interface Seen<K extends ObservationKind> {
  /** SHA-256 over all the rest (RFC 8785), lower-case hex. */
  readonly id: string;
  readonly kind: K;
  /** What was asked: `NS perchoir.example`, or a hostname. */
  readonly question: string;
  /** From where it was asked. */
  readonly vantage: string;
  readonly atMs: number;
  /** Null where asking failed: a failed look-up is an answer of its own, never a "no". */
  readonly answer: Answers[K] | null;
  /** Why it failed, as a code such as ETIMEOUT. */
  readonly error: string | null;
}

/** One thing that was asked and what came back, unchangeable and named by its content. */
export type Observation = { [K in ObservationKind]: Seen<K> }[ObservationKind];
export type ObservationOf<K extends ObservationKind> = Seen<K>;

/** Names and freezes an observation. Throws where the answer cannot be written as canonical JSON. */
export function observation<K extends ObservationKind>(seen: Omit<Seen<K>, "id">): Seen<K> {
  return deepFreeze({ id: sha256Hex(jcsBytes(seen)), ...structuredClone(seen) }) as Seen<K>;
}

/** Whether an observation that was stored or sent still is what its name says. */
export function isIntact({ id, ...seen }: Observation): boolean {
  return sha256Hex(jcsBytes(seen)) === id;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
