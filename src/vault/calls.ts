import { z } from "zod";
import { sealedDetailSchema, sealedTagsSchema } from "../screening/index.ts";

/**
 * The vault's whole surface: a few typed calls, one JSON line each way on a Unix socket. Bytes travel as base64.
 * Each call has one file in calls/; this file is all that the desk may know of the vault besides its client.
 */
const id = z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/);
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const edgeName = z.string().regex(/^[a-z0-9-]{1,40}$/);

export const approvalSchema = z.strictObject({
  person: id,
  /** Ed25519 signature over the hash in question (ledger/approval.ts), base64. */
  signature: base64,
});
export type Approval = z.infer<typeof approvalSchema>;

/** What the desk seals to the vault's identity key: with the report it is of, so that it opens in no other's name. */
export const sealedIdentitySchema = z.strictObject({ report: id, identity: z.unknown() });
export type SealedIdentity = z.infer<typeof sealedIdentitySchema>;

const pem = z.string().max(20_000);

/** How many decisions one checkpoint may come to cover at once. */
export const MAX_DECISIONS = 64;

const askedDecision = z.strictObject({
  decision: id,
  entries: z.array(base64).min(1).max(64),
  approvals: z.array(approvalSchema).max(9),
  /** Roles that we supply to the site, per measure; a measure needs its own role among them. */
  roles: z.array(z.string()).max(6),
  /** The policy file's text where an entry is of kind policy. */
  policy: z.string().max(500_000).optional(),
});
export type AskedDecision = z.infer<typeof askedDecision>;

/** How many keys are wrapped anew at once. */
export const MAX_REWRAPPED = 500;

const epoch = z.int().nonnegative().max(0xffff_ffff);

const span = z.strictObject({ start: z.int(), end: z.int(), detail: z.int() });

export const calls = {
  /** Public facts: keys' public halves, the last signed checkpoint, how many people are enrolled. */
  describe: {
    input: z.strictObject({}),
    output: z.strictObject({
      origin: z.string(),
      ledgerKey: z.string(),
      configKey: z.string(),
      identityRecipient: z.string(),
      evidenceRecipients: z.array(z.string()),
      fleetCa: pem,
      people: z.array(id),
      size: z.int(),
      checkpoint: z.string(),
      /** Newest signed version of the configuration stream. */
      config: z.int(),
      /** Wrapping keys come in epochs: the newest, under which `wrap` wraps, and the oldest that still opens. */
      wrapEpoch: epoch,
      wrapOldest: epoch,
    }),
  },
  /** Where the ledger stands, for its one writer. An append that it sent before this and that is not signed yet never will be. */
  settle: {
    input: z.strictObject({}),
    output: z.strictObject({ size: z.int(), checkpoint: z.string(), turn: id }),
  },
  /**
   * Checks each decision's entries against policy and approvals, then signs one checkpoint that contains them all. One
   * decision that does not hold refuses all of them.
   */
  append: {
    input: z.strictObject({
      /** Ledger size that the caller holds; must be the last signed one. */
      from: z.int().nonnegative(),
      /** Of the caller's last `settle`. */
      turn: id.optional(),
      decisions: z.array(askedDecision).min(1).max(MAX_DECISIONS),
    }),
    output: z.strictObject({ checkpoint: z.string() }),
  },
  /** The ledger's next signing key, introduced by the one in force: what a `key` entry says. */
  rotate: {
    input: z.strictObject({}),
    output: z.strictObject({ key: hash, proof: z.string() }),
  },
  /** Enrols or removes a person who may approve. Needs two approvals, or as many as there are people. */
  enrol: {
    input: z.strictObject({
      person: id,
      /** Ed25519 public key, SPKI PEM; null removes the person. */
      publicKey: pem.nullable(),
      approvals: z.array(approvalSchema).max(9),
    }),
    output: z.strictObject({ people: z.array(id) }),
  },
  /** Receipt code → where the report is found (locator) and the key of what only the receipt opens. */
  locate: {
    input: z.strictObject({ code: z.string().max(40) }),
    output: z.strictObject({ locator: base64, key: base64 }),
  },
  /** A fresh key for one report, and the same key wrapped for the database ({@link epochOf}). */
  wrap: {
    input: z.strictObject({ report: id }),
    output: z.strictObject({ key: base64, wrapped: base64 }),
  },
  /**
   * The same keys under the newest epoch, in the order of the items; null where one cannot be opened, and `failed` says why.
   * What is under that epoch comes back as it is.
   */
  rewrap: {
    input: z.strictObject({
      items: z.array(z.strictObject({ report: id, wrapped: base64 })).max(MAX_REWRAPPED),
    }),
    output: z.strictObject({
      epoch,
      items: z.array(base64.nullable()),
      failed: z.array(
        z.strictObject({ item: z.int().nonnegative(), code: z.enum(["vault.forgotten", "vault.wrapped"]) }),
      ),
    }),
  },
  /**
   * Destroys the wrapping keys of the epochs before this one: what was not wrapped anew opens no more, wherever a copy of it
   * is. Refused (`vault.too-early`) for an epoch that was in use in the last seven days. `forgotten`: those that went now.
   */
  forget: {
    input: z.strictObject({ before: epoch }),
    output: z.strictObject({ oldest: epoch, forgotten: z.array(epoch) }),
  },
  /**
   * Opens a wrapped report key for a person with a reason, or (two approvals) an identity: what is opened is the JSON that
   * was sealed. Both are logged here. `unsealing`: a fresh id that the approvals name; they are good for that one time.
   */
  unseal: {
    input: z.discriminatedUnion("what", [
      z.strictObject({
        what: z.literal("narrative"),
        unsealing: id,
        report: id,
        wrapped: base64,
        reason: z.enum(["decide", "appeal", "answer"]),
        approvals: z.array(approvalSchema).max(9),
      }),
      z.strictObject({
        what: z.literal("identity"),
        unsealing: id,
        report: id,
        sealed: base64,
        /**
         * The wrapped key of what lies around the age file: AES-256-GCM, nonce ‖ ciphertext ‖ tag, bound to the report's id.
         * Absent: `sealed` is the age file itself.
         */
        wrapped: base64.optional(),
        reason: z.enum(["contact", "order", "danger"]),
        approvals: z.array(approvalSchema).max(9),
      }),
    ]),
    output: z.strictObject({ opened: base64 }),
  },
  /** How a reporter who gave a contact before is known again (DSA art. 23) without keeping it: handle in, keyed tag out. */
  standing: {
    input: z.strictObject({ handle: z.string().max(320) }),
    output: z.strictObject({ tag: base64 }),
  },
  /** Registers details: words in, tags out; the words are forgotten. */
  tag: {
    input: z.strictObject({ details: z.array(sealedDetailSchema).max(50) }),
    output: z.strictObject({ tagged: z.array(sealedTagsSchema) }),
  },
  /**
   * Text in, spans out. Runs in a child process; the key stays there. `outdated`: places in the list of details whose tags are
   * of another version of the normaliser; they match nothing until their owner gives them again.
   */
  match: {
    input: z.strictObject({ tagged: z.array(sealedTagsSchema).max(5000), text: z.string().max(5_000_000) }),
    output: z.strictObject({ spans: z.array(span), outdated: z.array(z.int().nonnegative()) }),
  },
  /** A one-time token for an edge's enrolment; earlier ones of its name end. */
  token: {
    input: z.strictObject({ name: edgeName }),
    output: z.strictObject({ token: z.string() }),
  },
  /** Ends the tokens of an edge's name. */
  revoke: { input: z.strictObject({ name: edgeName }), output: z.strictObject({}) },
  /** A certificate under the fleet's own authority: for an edge against its token, or for the desk's feed listener. */
  certify: {
    input: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("edge"), token: z.string().max(200), csr: pem }),
      /** In place of one that still is valid; `proof`: by its key, over the request (lib/x509.ts). */
      z.strictObject({
        kind: z.literal("renewal"),
        certificate: pem,
        csr: pem,
        proof: base64.max(1000),
      }),
      z.strictObject({
        kind: z.literal("desk"),
        csr: pem,
        hostnames: z.array(z.string().max(253)).min(1).max(10),
      }),
    ]),
    output: z.strictObject({ certificate: pem, name: z.string() }),
  },
  /** Signs one version of the configuration stream. Versions only grow. */
  configure: {
    input: z.strictObject({ version: z.int().positive(), item: hash }),
    output: z.strictObject({ note: z.string() }),
  },
} as const;

export type CallName = keyof typeof calls;
export type CallInput<N extends CallName> = z.infer<(typeof calls)[N]["input"]>;
export type CallOutput<N extends CallName> = z.infer<(typeof calls)[N]["output"]>;

/** A wrapped key: version (1 byte) ‖ epoch (4, big-endian) ‖ nonce (12) ‖ ciphertext (32) ‖ tag (16). */
export const WRAPPED_VERSION = 1;
export const WRAPPED_HEADER_BYTES = 5;
/** A wrapped key from before there were epochs is this alone, under the key that is epoch 0 now. */
export const SEALED_KEY_BYTES = 60;

/** The epoch that a wrapped key says it is of; undefined for what has neither form. */
export function epochOf(wrapped: Uint8Array): number | undefined {
  if (wrapped.length === SEALED_KEY_BYTES) return 0;
  const isNew = wrapped.length === WRAPPED_HEADER_BYTES + SEALED_KEY_BYTES && wrapped[0] === WRAPPED_VERSION;
  return isNew ? new DataView(wrapped.buffer, wrapped.byteOffset).getUint32(1) : undefined;
}

/** The longest line on the socket: a match over a long page. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;
