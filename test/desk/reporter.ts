import type { Answer } from "../world/http.ts";
import type { House } from "./house.ts";

/** A browser without JavaScript, as far as a reporter's pages need one: keeps the cookie, follows 303, fills in forms. */
export class Reporter {
  readonly #house: Pick<House, "ask">;
  readonly #cookies: boolean;
  readonly language: "fr" | "en";
  #cookie = "";
  /** The page that is open. */
  page: Answer | undefined;

  constructor(house: Pick<House, "ask">, { cookies = true, language = "fr" as "fr" | "en" } = {}) {
    this.#house = house;
    this.#cookies = cookies;
    this.language = language;
  }

  get text(): string {
    return this.page?.text ?? "";
  }

  get status(): number {
    return this.page?.status ?? 0;
  }

  /** The code that the open page shows. */
  get code(): string {
    return /class="code">([0-9a-z]{4}(?:-[0-9a-z]{4}){3})</.exec(this.text)?.[1] ?? "";
  }

  /** What a reader sees: the page's words without its marks. */
  get words(): string {
    return this.text
      .replace(/<[^>]*>/g, " ")
      .replace(/&#39;/g, "'")
      .replace(/\s+/g, " ");
  }

  async open(path: string): Promise<this> {
    return this.#keep(await this.#house.ask(path, { headers: this.#headers() }));
  }

  /** Presses a button of the open page's form at `path`, with these fields. */
  async press(path: string, fields: Readonly<Record<string, string | readonly string[]>>): Promise<this> {
    const form = new URLSearchParams({ k: this.#session() });
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) form.append(name, one as string);
    const headers = { ...this.#headers(), "content-type": "application/x-www-form-urlencoded" };
    return this.#keep(await this.#house.ask(path, { method: "POST", headers, body: String(form) }));
  }

  /** The same with files, as a form that takes files sends it. */
  async upload(
    path: string,
    fields: Readonly<Record<string, string>>,
    files: readonly { name: string; type: string; bytes: Uint8Array }[],
  ): Promise<this> {
    const form = new FormData();
    form.append("k", this.#session());
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const { name, type, bytes } of files)
      form.append("file", new Blob([new Uint8Array(bytes)], { type }), name);
    const sent = new Response(form);
    const headers = { ...this.#headers(), "content-type": sent.headers.get("content-type")! };
    const body = Buffer.from(await sent.arrayBuffer());
    return this.#keep(await this.#house.ask(path, { method: "POST", headers, body }));
  }

  #session = (): string => /name="k" value="([^"]*)"/.exec(this.text)?.[1] ?? "";

  #headers(): Record<string, string> {
    return { "accept-language": this.language, ...(this.#cookie === "" ? {} : { cookie: this.#cookie }) };
  }

  async #keep(answer: Answer): Promise<this> {
    const set = String(answer.headers["set-cookie"] ?? "");
    if (this.#cookies && set !== "") this.#cookie = /Max-Age=0/.test(set) ? "" : set.split(";")[0]!;
    if (answer.status === 303 && answer.headers.location?.startsWith("/"))
      return this.open(answer.headers.location);
    this.page = answer;
    return this;
  }
}
