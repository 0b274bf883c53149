import { createConnection, type Socket } from "node:net";
import { RempartError } from "../lib/errors.ts";
import { readLines } from "../lib/lines.ts";
import { type CallInput, type CallName, type CallOutput, calls, MAX_LINE_BYTES } from "./calls.ts";

interface Waiter {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** How long a call may take; a page is matched in a process that may need starting. */
const ANSWER_MS = 10_000;
const MATCH_MS = 60_000;

/** The desk's side of the vault's socket. Connects when first needed and again after a failure. */
export class VaultClient {
  readonly #path: string;
  readonly #waiting = new Map<number, Waiter>();
  #socket: Socket | undefined;
  #lastId = 0;

  constructor(socketPath: string) {
    this.#path = socketPath;
  }

  /** One call; throws the vault's own error (code and message), or `vault.down` if it does not answer. */
  async call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#connected().write(`${JSON.stringify({ id, call: name, input })}\n`);
    const timer = setTimeout(() => this.#giveUp(id), name === "match" ? MATCH_MS : ANSWER_MS);
    try {
      return calls[name].output.parse(await answer) as CallOutput<N>;
    } finally {
      clearTimeout(timer);
    }
  }

  #giveUp(id: number): void {
    const waiter = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiter?.reject(new RempartError("vault.silent", 503, "the vault did not answer in time; try again"));
  }

  close(): void {
    this.#socket?.end();
  }

  #connected(): Socket {
    if (this.#socket !== undefined) return this.#socket;
    const socket = createConnection(this.#path);
    this.#socket = socket;
    const down = (error?: NodeJS.ErrnoException) => {
      if (this.#socket !== socket) return; // said already; what waits now waits for another connection
      this.#socket = undefined;
      const failure = new RempartError(
        "vault.down",
        503,
        `the vault does not answer on its socket (${error?.code ?? "closed"})`,
      );
      for (const waiter of this.#waiting.values()) waiter.reject(failure);
      this.#waiting.clear();
    };
    socket.on("error", down);
    this.#read(socket).then(() => down(), down);
    return socket;
  }

  async #read(socket: Socket): Promise<void> {
    for await (const line of readLines(socket, MAX_LINE_BYTES)) {
      const reply = JSON.parse(line) as {
        id: number;
        output?: unknown;
        error?: { code: string; status: number; title: string };
      };
      const waiter = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (reply.error === undefined) waiter?.resolve(reply.output);
      else waiter?.reject(new RempartError(reply.error.code, reply.error.status, reply.error.title));
    }
  }
}
