import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { MINUTE, SECOND } from "../../../lib/clock.ts";
import type { Address } from "../../../lib/env.ts";
import { RempartError } from "../../../lib/errors.ts";
import { listen } from "../../../lib/listen.ts";
import { errorFields, type Log } from "../../../lib/log.ts";
import type { MailCertificate } from "./certificate.ts";
import { mailboxOf } from "./mailboxes.ts";

/** How a mail came: told to whoever takes it, and to nobody else. */
export interface MailSource {
  /** Of the client that brought it; for the gate, never kept. */
  readonly address: string;
  /** Of the envelope (RFC 5321 §4.1.1.2); empty for the null sender. */
  readonly from: string;
}

export interface MailListenerOptions {
  readonly listen: Address;
  /** The addresses that mail is taken for, with or without a `+suffix`; at least one. */
  readonly mailboxes: readonly string[];
  /** Of one mail; a larger one is refused. */
  readonly maxBytes: number;
  /** With it STARTTLS is offered. */
  readonly tls?: MailCertificate | undefined;
  /**
   * Resolves when the mail is stored; then, and not before, the client is told that it was taken. Where it throws an error
   * of our side, or one of status 429, the client is told to come again; otherwise that it should not.
   */
  readonly take: (mail: Uint8Array, source: MailSource) => Promise<void>;
  readonly log: Log;
  readonly limits?: Partial<ListenerLimits>;
}

export interface ListenerLimits {
  readonly connections: number;
  /** Of one address: no client keeps the others out. */
  readonly perClient: number;
  /** Without a byte from the client, and for a whole connection. */
  readonly idleMs: number;
  readonly connectionMs: number;
  /** For connections that are there when it closes. */
  readonly closeMs: number;
}

export interface MailListener {
  readonly port: number;
  /** From now on with this certificate. */
  renew(certificate: MailCertificate): void;
  /** Takes no more connections, and lets those that there are end. */
  close(): Promise<void>;
}

const LIMITS: ListenerLimits = {
  connections: 60,
  perClient: 20,
  idleMs: MINUTE,
  connectionMs: 15 * MINUTE,
  closeMs: 5 * SECOND,
};
/** Mails that are coming in are held in memory: of the largest ones this many at once. */
const MAX_HELD = 8;
const MAX_RECIPIENTS = 10;
/** Commands that nobody needs; some would name the software. */
const UNUSED = ["AUTH", "VRFY", "HELP", "WIZ", "SHELL", "KILL"];

/**
 * Takes mail by SMTP (RFC 5321) for the desk's own mailboxes and passes it on; it sends nothing and relays nothing. No
 * client is looked up or written down.
 */
export async function startMailListener(options: MailListenerOptions): Promise<MailListener> {
  const { mailboxes, maxBytes, tls, take, log } = options;
  const limits = { ...LIMITS, ...options.limits };
  const own = new Set(mailboxes.map(mailboxOf));
  const ends = new WeakMap<SMTPServerSession, NodeJS.Timeout>();
  let held = 0;

  const server = new SMTPServer({
    name: mailboxes[0]!.slice(mailboxes[0]!.lastIndexOf("@") + 1),
    heloResponse: "%s",
    size: maxBytes,
    maxClients: limits.connections,
    maxRecipients: MAX_RECIPIENTS,
    maxCommandLength: 2048, // RFC 5321 §4.5.3.1: paths of 256, a line of 512, and room for extensions
    socketTimeout: limits.idleMs,
    closeTimeout: limits.closeMs,
    disableReverseLookup: true, // it would tell a name server who writes to us
    logger: false, // it would write down addresses
    disabledCommands: tls === undefined ? [...UNUSED, "STARTTLS"] : UNUSED,
    authOptional: true,
    ...(tls === undefined ? {} : { ...tls, minVersion: "TLSv1.2" }),

    onConnect(session, done) {
      const there = [...server.connections].filter((one) => one.remoteAddress === session.remoteAddress);
      if (there.length > limits.perClient) return done(reply(421, "too many connections from there"));
      endLater(session);
      done();
    },
    onRcptTo({ address }, _session, done) {
      const mailbox = mailboxOf(address);
      done(mailbox !== undefined && own.has(mailbox) ? null : reply(550, "no such mailbox here"));
    },
    onData(stream, session, done) {
      receive(stream, session).then(
        () => done(null, "taken"),
        (error: unknown) => done(replyFor(error)),
      );
    },
    onClose(session) {
      clearTimeout(ends.get(session));
    },
  });

  /** What a client sends too slowly to be idle ends as well. */
  const endLater = (session: SMTPServerSession) => {
    const connection = [...server.connections].find((one) => one.session === session);
    const timer = setTimeout(() => connection?.send(421, "this took too long"), limits.connectionMs).unref();
    ends.set(session, timer);
  };

  const receive = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let kept = true;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (!kept) continue; // read to its end all the same: that is when an answer is read
        bytes += chunk.length;
        held += chunk.length;
        chunks.push(chunk);
        if (!stream.sizeExceeded && held <= MAX_HELD * maxBytes) continue;
        held -= bytes;
        bytes = chunks.length = 0;
        kept = false;
      }
      if (stream.sizeExceeded) throw reply(552, "the mail is too large");
      if (!kept) throw reply(451, "too much mail at once, please come again");
      await take(Buffer.concat(chunks), { address: session.remoteAddress, from: senderOf(session) });
    } finally {
      held -= bytes;
    }
  };

  server.on("error", (error) => log.warn("mail.connection", { error: errorFields(error).error }));
  const port = await listen(server.server, options.listen, "the mail listener");
  return {
    port,
    renew: (certificate) => server.updateSecureContext({ ...certificate }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const senderOf = ({ envelope: { mailFrom } }: SMTPServerSession): string =>
  mailFrom === false ? "" : mailFrom.address;

/** An answer of SMTP (RFC 5321 §4.2). */
const reply = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

/** Only words of this folder's own errors are passed on. */
function replyFor(error: unknown): Error {
  if (error instanceof Error && "responseCode" in error) return error;
  if (!(error instanceof RempartError) || error.status >= 500 || error.status === 429)
    return reply(451, "the mail could not be stored now, please come again");
  return reply(550, error.code.startsWith("mail.") ? error.message : "the mail is not taken");
}
