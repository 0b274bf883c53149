import { Duplex } from "node:stream";

type Done = (error?: Error | null) => void;

/** What a PostgreSQL client takes for its socket: each write is some whole messages, answered by the database's thread. */
export class EmbeddedSocket extends Duplex {
  readonly #pending: Buffer[] = [];
  readonly #exchange: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

  constructor(exchange: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>) {
    super();
    this.#exchange = exchange;
  }

  /** There is nobody to dial. */
  connect(): void {
    process.nextTick(() => this.emit("connect"));
  }

  // What a client sets on a TCP socket says nothing here.
  setNoDelay(): void {}
  setKeepAlive(): void {}
  ref(): void {}
  unref(): void {}

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#send([chunk], done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: Done): void {
    this.#send(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  override _final(done: Done): void {
    setImmediate(() => this.push(null)); // after the answer to what was written last
    done();
  }

  /** Statements of one moment go over together: to wake the thread costs more than most of them. */
  #send(chunks: readonly Buffer[], done: Done): void {
    if (this.#pending.length === 0) queueMicrotask(() => this.#flush());
    this.#pending.push(...chunks);
    done();
  }

  #flush(): void {
    // A copy of its own: the thread takes it over, and a client's buffer is a part of a larger one.
    const bytes = new Uint8Array(this.#pending.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const chunk of this.#pending.splice(0)) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.#exchange(bytes).then(
      (answer) => this.push(answer),
      (error) => this.destroy(error),
    );
  }
}
