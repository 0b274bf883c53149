import type { Keeper, StoredBody } from "../cache/body.ts";
import { KeptBody } from "../cache/kept-body.ts";
import { discard } from "../exchange.ts";
import type { Coding, Effort } from "./codings.ts";
import { encode, type Readable } from "./encode.ts";

export interface CoderLimits {
  /** For all coded forms that are kept. */
  readonly maxBytes: number;
  /** Largest body, before coding, whose coded form is kept. */
  readonly maxObjectBytes: number;
  /** Encoders at work; each holds up to 2.3 MiB (codings.ts). */
  readonly maxEncoders: number;
}

/** Whoever a body is coded for. */
export interface Reader {
  /** Aborted when they are gone; made only where it is asked for. */
  readonly signal: AbortSignal;
}

/** A kept body in one coding. */
interface Form {
  readonly body: KeptBody;
  bytes: number;
  /** The codings of the same body; not the body itself, so that nothing here keeps alive what a purge or a measure dropped. */
  readonly siblings: Map<Coding, Form>;
  readonly coding: Coding;
  readonly keeper: Keeper;
}

/** What a form costs beside its bytes. */
const OVERHEAD_BYTES = 512;

/**
 * Codes bodies, those of kept answers once: the first visitor who wants a coding starts it, the others read along. A form
 * is found only through the body that it was made of, so it is out of reach when that is dropped; what it holds is then
 * the first to make room, because nobody touches it any more.
 */
export class Coder {
  readonly #limits: CoderLimits;
  readonly #forms = new WeakMap<StoredBody, Map<Coding, Form>>();
  /** Least recently used first. */
  readonly #kept = new Set<Form>();
  bytes = 0;
  /** Encoders at work. */
  encoders = 0;
  /** How often one was started. */
  started = 0;
  /** Bodies sent as they are because too many encoders were at work. */
  spared = 0;

  constructor(limits: CoderLimits) {
    this.#limits = limits;
  }

  /** Forms that are kept. */
  get count(): number {
    return this.#kept.size;
  }

  /** For one reader. Undefined, and `source` as it was, if too many encoders are at work. */
  once(source: Readable, coding: Coding, { signal }: Reader): Readable | undefined {
    return this.#start(source, coding, "once", signal);
  }

  /**
   * The coded form of a kept body, of which `source` is a fresh reading; undefined as above. `length`: of the body, if that
   * was told before it is whole.
   */
  shared(
    of: StoredBody,
    source: Readable,
    coding: Coding,
    reader: Reader,
    length: number | undefined,
  ): Readable | undefined {
    const siblings = this.#forms.get(of);
    const form = siblings?.get(coding);
    if (form?.body.readable) {
      discard(source);
      if (this.#kept.delete(form)) this.#kept.add(form);
      return form.body.open();
    }
    if (!this.#isShared(of, length)) return this.once(source, coding, reader);
    const coded = this.#start(source, coding, "kept");
    return coded && this.#keep(of, siblings ?? new Map(), coding, coded);
  }

  /** A body that the disk holds is another object each time it is found, so a form of it would not be found again. */
  #isShared(body: StoredBody, length = 0): boolean {
    return (body.whole ? body.bytes : length) <= this.#limits.maxObjectBytes && body.heldBytes === body.bytes;
  }

  #keep(
    of: StoredBody,
    siblings: Map<Coding, Form>,
    coding: Coding,
    coded: AsyncIterable<Uint8Array>,
  ): Readable {
    const form: Form = {
      body: new KeptBody(),
      bytes: 0,
      siblings,
      coding,
      keeper: {
        grow: (bytes) => this.#grow(form, bytes),
        end: (whole) => {
          if (!whole) this.#drop(form);
        },
      },
    };
    siblings.set(coding, form);
    this.#forms.set(of, siblings);
    this.#kept.add(form);
    form.body.keep(form.keeper);
    this.#grow(form, OVERHEAD_BYTES);
    const reading = form.body.open(); // before it is filled, or it would seem that nobody reads it
    void form.body.fill(coded);
    return reading;
  }

  #start(
    source: Readable,
    coding: Coding,
    effort: Effort,
    signal?: AbortSignal,
  ): AsyncIterable<Uint8Array> | undefined {
    if (this.encoders >= this.#limits.maxEncoders) {
      this.spared += 1;
      return undefined;
    }
    this.encoders += 1;
    this.started += 1;
    const freed = (): void => {
      this.encoders -= 1;
    };
    return encode(source, coding, { effort, signal, freed });
  }

  /** Least recently used forms make room; false if it had to be this one. */
  #grow(form: Form, bytes: number): boolean {
    form.bytes += bytes;
    this.bytes += bytes;
    if (form.bytes > this.#limits.maxObjectBytes) this.#drop(form);
    for (const oldest of this.#kept) {
      if (this.bytes <= this.#limits.maxBytes) break;
      this.#drop(oldest);
    }
    return this.#kept.has(form);
  }

  #drop(form: Form): void {
    if (!this.#kept.delete(form)) return;
    this.bytes -= form.bytes;
    if (form.siblings.get(form.coding) === form) form.siblings.delete(form.coding);
    form.body.letGo(form.keeper);
  }
}
