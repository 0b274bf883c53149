import { raw, statusOf } from "../../test/world/http.ts";
import type { EdgePorts } from "../../test/world/world.ts";
import { HOST, INNOCENT } from "../obey/docket.ts";

const PAUSE_MS = 20;
const ANSWER_MS = 2_000;

/** Visitors of a page that nothing is decided about: whatever happens elsewhere, each edge that lives answers them. */
export class Visitors implements AsyncDisposable {
  readonly #edges: readonly EdgePorts[];
  readonly #ignored = new Set<string>();
  #answers = 0;
  readonly #failures: string[] = [];
  #running: Promise<unknown> = Promise.resolve();
  #isOver = false;

  constructor(edges: readonly EdgePorts[]) {
    this.#edges = edges;
  }

  start(): void {
    this.#running = Promise.all(this.#edges.map((edge) => this.#visit(edge)));
  }

  /** An edge that is killed on purpose. */
  ignore = (name: string): void => void this.#ignored.add(name);
  watch = (name: string): void => void this.#ignored.delete(name);

  /** What went wrong since it was last asked, and how many answers were right; no answer at all is wrong too. */
  verdict(): { readonly answers: number; readonly wrong: string | undefined } {
    const answers = this.#answers;
    const wrong = answers === 0 ? "no visitor was answered" : this.#failures[0];
    this.#answers = 0;
    this.#failures.length = 0;
    return { answers, wrong };
  }

  async #visit({ name, port }: EdgePorts): Promise<void> {
    const request = `GET ${INNOCENT} HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`;
    while (!this.#isOver) {
      const wasIgnored = this.#ignored.has(name);
      const status = await raw(port, request, ANSWER_MS).then(statusOf, () => 0);
      if (status === 200) this.#answers += 1;
      else if (!wasIgnored && !this.#ignored.has(name)) this.#failures.push(`${name} answered ${status}`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }
}
