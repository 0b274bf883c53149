import type { Context, MiddlewareHandler } from "hono";
import { badRequest, forbidden } from "../../../lib/errors.ts";
import { readBody } from "../../web/http.ts";

/** Name and value of the cookie say nothing; it goes to the report's pages only, and with the browser's session. */
const COOKIE = "s";
const TOKEN = /(?:^|;\s*)s=([\w-]{43})(?:;|$)/;

export const sessionOf = (c: Context): string | undefined => TOKEN.exec(c.req.header("cookie") ?? "")?.[1];

export function keepSession(c: Context, session: string, publicUrl: string): void {
  const secure = publicUrl.startsWith("https:") ? "; Secure" : "";
  c.header("set-cookie", `${COOKIE}=${session}; Path=/s; HttpOnly; SameSite=Strict${secure}`);
}

export const dropSession = (c: Context): void =>
  c.header("set-cookie", `${COOKIE}=; Path=/s; HttpOnly; SameSite=Strict; Max-Age=0`);

/**
 * Another site's page may link here and post nothing: it could put a browser into a report of its own, to which she would
 * then write. A browser that does not say where a form stood is let through.
 */
export const fromOurPages: MiddlewareHandler = async (c, next) => {
  const site = c.req.header("sec-fetch-site");
  if (c.req.method !== "GET" && site !== undefined && site !== "same-origin" && site !== "none")
    throw forbidden("form.elsewhere", "this form is not on a page of ours");
  await next();
};

export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Far more than a form of ours has, its choices and all. */
const MAX_FIELDS = 1000;

const tooMany = () => badRequest("form.malformed", "the form has too many fields");

/** Counted before it is read: anybody may send a form, and reading a field costs much more than sending it. */
function partsIn(bytes: Buffer, between: string): number {
  let parts = 0;
  for (let at = bytes.indexOf(between); at >= 0 && parts <= MAX_FIELDS; parts++)
    at = bytes.indexOf(between, at + between.length);
  return parts;
}

class Fields {
  readonly all = new Map<string, string[]>();

  add(name: string, value: string): void {
    this.all.getOrInsertComputed(name, () => []).push(value);
  }
}

/** What a form of ours sent, in either encoding. Unknown fields are nobody's business. */
export class Form {
  readonly files: readonly Upload[];
  readonly #fields: ReadonlyMap<string, readonly string[]>;

  private constructor(fields: ReadonlyMap<string, readonly string[]>, files: readonly Upload[]) {
    this.#fields = fields;
    this.files = files;
  }

  /** Throws `body.too-large`, `form.malformed`. */
  static async of(c: Context, maxBytes: number): Promise<Form> {
    const bytes = await readBody(c, maxBytes);
    const type = c.req.header("content-type") ?? "";
    if (!type.startsWith("multipart/form-data")) {
      if (partsIn(bytes, "&") > MAX_FIELDS) throw tooMany();
      const fields = new Fields();
      for (const [name, value] of new URLSearchParams(bytes.toString("utf8"))) fields.add(name, value);
      return new Form(fields.all, []);
    }
    const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type) ?? [];
    if (partsIn(bytes, `--${quoted ?? plain ?? ""}`) > MAX_FIELDS) throw tooMany();
    const sent = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } })
      .formData()
      .catch(() => {
        throw badRequest("form.malformed", "the form could not be read");
      });
    const fields = new Fields();
    const files: Upload[] = [];
    for (const [name, value] of sent) {
      if (typeof value === "string") fields.add(name, value);
      else if (value.size > 0)
        files.push({ name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
    }
    return new Form(fields.all, files);
  }

  /** Trimmed; empty where it was not sent. */
  text = (name: string): string => (this.#fields.get(name)?.[0] ?? "").trim();

  /** Undefined where it is empty. */
  maybe = (name: string): string | undefined => this.text(name) || undefined;

  all = (name: string): readonly string[] => this.#fields.get(name) ?? [];

  /** Lines that are not empty. */
  lines = (name: string): string[] =>
    this.text(name)
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .filter((line) => line !== "");
}
