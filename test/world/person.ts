import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { enrolHash } from "../../src/ledger/approval.ts";
import { newId } from "../../src/lib/ids.ts";
import { api } from "./http.ts";

/** A member of the team with a software key: signs in and approves as a person would with hers. */
export class Member {
  readonly name: string;
  readonly id: string;
  readonly publicKey: string;
  readonly #key: KeyObject;
  #token = "";

  constructor(name: string, id = newId()) {
    this.name = name;
    this.id = id;
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.publicKey = publicKey.export({ type: "spki", format: "pem" }).toString();
    this.#key = privateKey;
  }

  /** What the console takes to sign in, as its key files are written. */
  keyFile(): string {
    const privateKey = this.#key.export({ type: "pkcs8", format: "pem" }).toString();
    return `${JSON.stringify({ person: this.id, name: this.name, privateKey }, null, 2)}\n`;
  }

  get token(): string {
    return this.#token;
  }

  /** Signature over a hash in hex, base64. */
  sign(hash: string): string {
    return sign(null, Buffer.from(hash, "hex"), this.#key).toString("base64");
  }

  approval = (hash: string) => ({ person: this.id, signature: this.sign(hash) });

  /** Uses the first-run link; answers the member under the id that the desk gave. */
  async enrolFirst(port: number, secret: string): Promise<Member> {
    const { id } = await api<{ id: string }>(port, "POST", "/api/people/first", {
      body: { secret, name: this.name, publicKey: this.publicKey },
    });
    return Object.assign(this, { id });
  }

  /** Brings a colleague in, with the approvals of those who are there. */
  async enrol(port: number, colleague: Member, role: string, approvers: readonly Member[]): Promise<void> {
    const hash = enrolHash(colleague.id, colleague.publicKey);
    const { id, name, publicKey } = colleague;
    const approvals = approvers.map((approver) => approver.approval(hash));
    await this.api(port, "POST", "/api/people", { id, name, role, publicKey, approvals });
  }

  async signIn(port: number): Promise<void> {
    const { challenge } = await api<{ challenge: string }>(port, "POST", "/api/sessions/challenge", {
      body: { person: this.id },
    });
    const signature = sign(null, Buffer.from(challenge), this.#key).toString("base64");
    const { token } = await api<{ token: string }>(port, "POST", "/api/sessions", {
      body: { challenge, signature },
    });
    this.#token = token;
  }

  api<T>(port: number, method: string, path: string, body?: unknown): Promise<T> {
    return api<T>(port, method, path, { token: this.#token, ...(body === undefined ? {} : { body }) });
  }
}
