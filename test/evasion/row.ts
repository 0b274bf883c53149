import { AIMS, type Aim, type AimName } from "./stage/sites.ts";

/** What visitors come in by. `restarted`: an edge that was killed and has started again without a desk. */
export const FRONTS = ["h1", "h1-tls", "h2", "proxy", "restarted"] as const;
export type Front = (typeof FRONTS)[number];

/**
 * - `refused`: the measure's own answer, and nothing of it has reached the origin
 * - `malformed`: no page for anybody, because the request is none, or is not for this server
 * - `served`: a neighbour that must stay up
 */
export type Expectation = "refused" | "malformed" | "served";

/** Bytes for a connection, one character each; on `h2` a header list as it goes into a frame. */
export type Sending =
  | { readonly bytes: string; readonly sni?: string }
  | {
      readonly fields: readonly (readonly [string, string])[];
      readonly body?: string;
      readonly sni?: string;
    };

/** One way of asking, as raw bytes, so that no client tidies them up. */
export interface Row {
  readonly family: string;
  readonly name: string;
  /** The measures it is tried against, each by what it refuses. */
  readonly on: readonly AimName[];
  readonly front: Front;
  readonly expected: Expectation;
  readonly send: (aim: Aim) => Sending;
  /** Requests in it that are for other pages, and may have them. */
  readonly besides: number;
}

export interface RequestOptions {
  readonly host?: string | undefined;
  readonly method?: string;
  readonly version?: string;
  readonly fields?: readonly string[];
  readonly body?: string;
  /** Another follows on the connection. */
  readonly more?: boolean;
}

/** A request as it goes over the wire. */
export function request(target: string, options: RequestOptions = {}): string {
  const { host, method = "GET", version = "1.1", fields = [], body = "", more = false } = options;
  const lines = [`${method} ${target} HTTP/${version}`];
  if (host !== undefined) lines.push(`Host: ${host}`);
  lines.push(...fields);
  if (!more && !fields.some((line) => /^connection:/i.test(line))) lines.push("Connection: close");
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

export const targetOf = ({ path, query }: Aim): string => (query === "" ? path : `${path}?${query}`);

export const EVERY: readonly AimName[] = Object.keys(AIMS) as AimName[];
/** Pages, whose spelling matters. */
export const PAGES: readonly AimName[] = ["url", "path", "params"];

type Shape = Partial<Omit<Row, "name" | "family">>;

/** Makes the rows of one family: `expected` is `refused`, over `h1`, against the url measure, unless a row says otherwise. */
export class Family {
  readonly rows: Row[] = [];
  readonly #name: string;
  readonly #shape: Shape;

  constructor(name: string, shape: Shape = {}) {
    this.#name = name;
    this.#shape = shape;
  }

  add(name: string, send: Row["send"], shape: Shape = {}): this {
    this.rows.push({
      ...{ on: ["url"], front: "h1", expected: "refused", besides: 0, ...this.#shape, ...shape },
      ...{ family: this.#name, name, send },
    });
    return this;
  }

  /** A plain GET of the page under another spelling of its path. */
  path(name: string, respell: (path: string) => string, shape: Shape = {}): this {
    const send = (aim: Aim) => ({
      bytes: request(targetOf({ ...aim, path: respell(aim.path) }), { host: aim.host }),
    });
    return this.add(name, send, shape);
  }

  /** A plain GET with another query. */
  query(name: string, respell: (query: string) => string, shape: Shape = {}): this {
    const send = ({ path, host, query }: Aim) => ({ bytes: request(`${path}${respell(query)}`, { host }) });
    return this.add(name, send, shape);
  }

  /** The page, asked for in another way. */
  ask(name: string, options: RequestOptions | ((aim: Aim) => RequestOptions), shape: Shape = {}): this {
    const send = (aim: Aim) => ({
      bytes: request(targetOf(aim), {
        host: aim.host,
        ...(typeof options === "function" ? options(aim) : options),
      }),
    });
    return this.add(name, send, shape);
  }
}

/** As bytes of UTF-8, one character each. */
export const utf8 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

/** `a` → `%61`. */
export const escaped = (text: string): string =>
  [...utf8(text)].map((byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
