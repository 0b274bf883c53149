import type { Approval } from "../desk/api-types.ts";

/**
 * What a new person hands to the team: who she says she is and her public key, no secret in it. Each person who approves
 * adds a signature and passes it on; an administrator sends it to the desk once there are enough.
 */
export interface JoinRequest {
  readonly id: string;
  readonly name: string;
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
  readonly approvals: readonly Approval[];
}

export const formatJoinRequest = (request: JoinRequest): string =>
  `${JSON.stringify(request, undefined, 2)}\n`;

/** Reads a request from a file; undefined if it is not one. */
export function readJoinRequest(text: string): JoinRequest | undefined {
  try {
    const { id, name, publicKey, approvals } = JSON.parse(text) as Partial<JoinRequest>;
    const holds =
      typeof id === "string" &&
      /^[0-9a-hjkmnp-tv-z]{26}$/.test(id) &&
      typeof name === "string" &&
      name.trim() !== "" &&
      typeof publicKey === "string" &&
      /^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----\n$/.test(publicKey) &&
      Array.isArray(approvals) &&
      approvals.every((one) => typeof one?.person === "string" && typeof one?.signature === "string");
    return holds ? { id, name, publicKey, approvals } : undefined;
  } catch {
    return undefined;
  }
}

/** The request with one more approval; a second one of the same person replaces the first. */
export const withApproval = (request: JoinRequest, approval: Approval): JoinRequest => ({
  ...request,
  approvals: [...request.approvals.filter(({ person }) => person !== approval.person), approval],
});
