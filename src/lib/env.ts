import { readFileSync } from "node:fs";
import { RempartError } from "./errors.ts";

/** A value that must not be printed. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return "[secret]";
  }
  toJSON(): string {
    return "[secret]";
  }
}

type Read<T> = (text: string) => T;

/**
 * Reads settings from the environment, all of them before complaining: `finish` throws one error that lists every
 * problem. Names carry the prefix REMPART_; a secret is read from the file named by `<NAME>_FILE` where that is set.
 */
export class EnvReader {
  readonly #env: NodeJS.ProcessEnv;
  readonly #problems: string[] = [];

  constructor(env: NodeJS.ProcessEnv = process.env) {
    this.#env = env;
  }

  get<T>(name: string, read: Read<T>, fallback?: T): T {
    const key = `REMPART_${name}`;
    const text = this.#env[key];
    if (text === undefined || text === "") {
      if (fallback === undefined) this.#problems.push(`${key} is not set`);
      return fallback as T;
    }
    try {
      return read(text);
    } catch (error) {
      this.#problems.push(`${key}: ${(error as Error).message}`);
      return fallback as T;
    }
  }

  /** A secret of that form, from its file or its variable; a problem never repeats it. */
  secret(name: string, form = /^/): Secret | undefined {
    const text = this.#secretText(name);
    if (text === undefined || form.test(text)) return text === undefined ? undefined : new Secret(text);
    this.#problems.push(`REMPART_${name}: must be of the form ${form.source.replaceAll("\\", "")}…`);
    return undefined;
  }

  #secretText(name: string): string | undefined {
    const key = `REMPART_${name}`;
    const file = this.#env[`${key}_FILE`];
    if (file !== undefined && file !== "") {
      try {
        const text = readFileSync(file, "utf8").trimEnd();
        if (text !== "") return text;
        this.#problems.push(`${key}_FILE: ${file} is empty`);
        return undefined;
      } catch (error) {
        this.#problems.push(`${key}_FILE: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`);
        return undefined;
      }
    }
    const text = this.#env[key];
    return text === "" ? undefined : text;
  }

  problem(text: string): void {
    this.#problems.push(text);
  }

  finish(): void {
    if (this.#problems.length === 0) return;
    throw new RempartError(
      "config.invalid",
      500,
      `the configuration is not usable:\n  ${this.#problems.join("\n  ")}`,
    );
  }
}

export const asText: Read<string> = (text) => text;

export const asOneOf =
  <T extends string>(choices: readonly T[]): Read<T> =>
  (text) => {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw new Error(`must be one of ${choices.join(", ")}, not "${text}"`);
    return found;
  };

export const asInteger =
  (min: number, max: number): Read<number> =>
  (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new Error(`must be a whole number from ${min} to ${max}, not "${text}"`);
    }
    return value;
  };

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `host:port` or `[v6]:port`. */
export const asAddress: Read<Address> = (text) => {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(text);
  const port = Number(match?.[3]);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined || port > 65535) throw new Error(`must be host:port, not "${text}"`);
  return { host, port };
};

export const asUrl: Read<string> = (text) => {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new Error(`must be an http(s) URL, not "${text}"`);
  return text.replace(/\/+$/, "");
};

export const asList =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (text) =>
    text.split(",").map((item) => read(item.trim()));

export const asFlag: Read<boolean> = (text) => {
  if (text === "1" || text === "true") return true;
  if (text === "0" || text === "false") return false;
  throw new Error(`must be true or false, not "${text}"`);
};
