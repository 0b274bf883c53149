import { chmod, mkdir, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { dirname } from "node:path";
import { z } from "zod";
import { type Clock, systemClock } from "../lib/clock.ts";
import { badRequest, RempartError } from "../lib/errors.ts";
import { lockFolder } from "../lib/files.ts";
import { readLines } from "../lib/lines.ts";
import { listenSocket } from "../lib/listen.ts";
import { createLog, errorFields, type Log } from "../lib/log.ts";
import { Turns } from "../lib/turns.ts";
import { append } from "./calls/append.ts";
import { certify } from "./calls/certify.ts";
import { configure } from "./calls/configure.ts";
import { describe } from "./calls/describe.ts";
import { enrol } from "./calls/enrol.ts";
import { forget } from "./calls/forget.ts";
import { locate } from "./calls/locate.ts";
import { match } from "./calls/match.ts";
import { rewrap } from "./calls/rewrap.ts";
import { rotate } from "./calls/rotate.ts";
import { settle } from "./calls/settle.ts";
import { standing } from "./calls/standing.ts";
import { tag } from "./calls/tag.ts";
import { revoke, token } from "./calls/token.ts";
import { unseal } from "./calls/unseal.ts";
import { wrap } from "./calls/wrap.ts";
import { type CallInput, type CallName, type CallOutput, calls, MAX_LINE_BYTES } from "./calls.ts";
import type { VaultContext } from "./context.ts";
import { openKeys } from "./keys.ts";
import { startMatching } from "./matching.ts";
import { settleOrigin } from "./origin.ts";
import { VaultState } from "./state.ts";

const handlers: { [N in CallName]: (context: VaultContext, input: CallInput<N>) => Promise<CallOutput<N>> } =
  {
    append,
    certify,
    configure,
    describe,
    enrol,
    forget,
    locate,
    match,
    revoke,
    rewrap,
    rotate,
    settle,
    standing,
    tag,
    token,
    unseal,
    wrap,
  };

/** Calls that change what the vault remembers run one after the other. */
const WRITING: readonly CallName[] = [
  "append",
  "certify",
  "configure",
  "enrol",
  "forget",
  "revoke",
  "rewrap",
  "rotate",
  "settle",
  "token",
  "unseal",
  "wrap",
];

export interface VaultOptions {
  readonly folder: string;
  readonly socket: string;
  readonly origin: string;
  /** Another ledger may be begun where the vault has signed for one of another name. */
  readonly newOrigin?: boolean;
  readonly clock?: Clock;
  readonly log?: Log;
}

/** Starts the vault on its Unix socket, which only its owner may open. Where that fails, nothing is left open. */
export async function startVault(options: VaultOptions): Promise<{ close(): Promise<void> }> {
  const { folder, socket, origin, newOrigin = false } = options;
  const { clock = systemClock, log = createLog("vault") } = options;
  await using opened = new AsyncDisposableStack();
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(unusable(folder));
  await mkdir(dirname(socket), { recursive: true, mode: 0o700 }).catch(unusable(dirname(socket)));
  opened.defer(await Promise.try(lockFolder, `${folder}/lock`).catch(unusable(folder)));
  const keys = await openKeys(folder, clock);
  const matching = startMatching(keys.details);
  opened.defer(() => matching.close());
  const state = opened.adopt(await VaultState.open(folder), (one) => one.close());
  if (await settleOrigin(state, origin, newOrigin)) log.warn("ledger.new-origin", { origin });
  const context: VaultContext = { keys, state, clock, log, matching, origin };
  const writes = new Turns();
  opened.defer(() => writes.ended()); // what is being written is written before the lock goes
  const sockets = new Set<Socket>();
  const server = createServer((peer) => {
    sockets.add(peer);
    peer.on("close", () => sockets.delete(peer));
    peer.on("error", () => peer.destroy());
    serve(context, peer, writes).catch((error) => {
      log.warn("peer.dropped", errorFields(error));
      peer.destroy();
    });
  });
  await rm(socket, { force: true }); // ours by the lock above
  await listenSocket(server, socket, "the vault");
  await chmod(socket, 0o600);
  opened.defer(async () => {
    for (const peer of sockets) peer.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  log.info("vault.ready", { size: context.state.head.range.size, people: context.state.people.size });
  const running = opened.move();
  return { close: () => running.disposeAsync() };
}

const unusable =
  (folder: string) =>
  (error: unknown): never => {
    if (error instanceof RempartError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new RempartError(
      "vault.folder",
      500,
      `the vault's folder ${folder} cannot be used (${code})`,
      {},
      error,
    );
  };

const requestSchema = z.strictObject({ id: z.int(), call: z.string().max(40), input: z.unknown() });

/** Answers a peer's calls. A line that is not a request throws: whoever wrote it is not our desk. */
async function serve(context: VaultContext, peer: Socket, writes: Turns): Promise<void> {
  for await (const line of readLines(peer, MAX_LINE_BYTES)) {
    const { id, call, input } = requestSchema.parse(JSON.parse(line));
    const run = async () => dispatch(context, knownCall(call), input);
    const answer = (WRITING as readonly string[]).includes(call) ? writes.run(run) : run();
    answer.then(
      (output) => peer.write(`${JSON.stringify({ id, output })}\n`),
      (error) => peer.write(`${JSON.stringify({ id, error: problemOf(context, call, error) })}\n`),
    );
  }
}

function knownCall(name: string): CallName {
  if (Object.hasOwn(calls, name)) return name as CallName;
  throw badRequest("vault.call", "the vault has no such call; desk and vault must be of the same version");
}

async function dispatch<N extends CallName>(
  context: VaultContext,
  name: N,
  input: unknown,
): Promise<CallOutput<N>> {
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badRequest("vault.input", `${name}.${issue?.path.join(".")}: ${issue?.message}`);
  }
  return handlers[name](context, parsed.data as CallInput<N>);
}

/** What leaves of a failure: our own errors as they are; of any other only that it happened. */
function problemOf({ log }: VaultContext, call: string, error: unknown): Record<string, unknown> {
  if (error instanceof RempartError) return error.toProblem();
  log.error("call.failed", { call, ...errorFields(error) });
  return new RempartError("vault.failed", 500, `the vault could not finish ${call}`).toProblem();
}
