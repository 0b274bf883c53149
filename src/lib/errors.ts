/** Where a failure lies: what was sent to us, our own side, or something we depend on. */
export type ErrorSource = "client" | "internal" | "upstream";

export interface ProblemDetails {
  /** The field that is wrong, as the caller spelled it. */
  field?: string;
  /** Further machine-readable facts; never personal data. */
  [key: string]: unknown;
}

/**
 * The one error class. `code` is stable and machine-readable (`policy.invalid`), `status` is the HTTP status it maps to,
 * `message` says what is wrong and what would be right.
 */
export class RempartError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: ProblemDetails;

  constructor(code: string, status: number, message: string, details: ProblemDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "RempartError";
    this.code = code;
    this.status = status;
    this.details = details;
  }

  get source(): ErrorSource {
    if (this.status < 500) return "client";
    return this.status === 502 || this.status === 503 || this.status === 504 ? "upstream" : "internal";
  }

  /** RFC 9457 problem document. */
  toProblem(): Record<string, unknown> {
    return {
      type: "about:blank",
      title: this.message,
      status: this.status,
      code: this.code,
      ...this.details,
    };
  }
}

export const badRequest = (code: string, message: string, details?: ProblemDetails): RempartError =>
  new RempartError(code, 400, message, details);
export const forbidden = (code: string, message: string, details?: ProblemDetails): RempartError =>
  new RempartError(code, 403, message, details);
export const notFound = (code: string, message: string, details?: ProblemDetails): RempartError =>
  new RempartError(code, 404, message, details);
export const conflict = (code: string, message: string, details?: ProblemDetails): RempartError =>
  new RempartError(code, 409, message, details);
export const unprocessable = (code: string, message: string, details?: ProblemDetails): RempartError =>
  new RempartError(code, 422, message, details);

export const errorMessage = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
