/**
 * Why an origin gave no answer, in the words of RFC 9209 §2.3 and with the status for the visitor. It carries no message:
 * the texts of network errors name addresses, and an origin's address is in no output.
 */
export class OriginFailure extends Error {
  readonly status: 502 | 503 | 504;
  readonly proxyError: string;

  constructor(status: 502 | 503 | 504, proxyError: string) {
    super(proxyError);
    this.name = "OriginFailure";
    this.status = status;
    this.proxyError = proxyError;
  }
}

const BY_CODE: Readonly<Record<string, readonly [502 | 503 | 504, string]>> = {
  ECONNREFUSED: [502, "connection_refused"],
  ECONNRESET: [502, "connection_terminated"],
  EPIPE: [502, "connection_terminated"],
  UND_ERR_SOCKET: [502, "connection_terminated"],
  EHOSTUNREACH: [502, "destination_ip_unroutable"],
  ENETUNREACH: [502, "destination_ip_unroutable"],
  ENOTFOUND: [502, "dns_error"],
  ENODATA: [502, "dns_error"],
  ESERVFAIL: [502, "dns_error"],
  EAI_AGAIN: [504, "dns_timeout"],
  ETIMEDOUT: [504, "connection_timeout"],
  UND_ERR_CONNECT_TIMEOUT: [504, "connection_timeout"],
  UND_ERR_HEADERS_TIMEOUT: [504, "http_response_timeout"],
  UND_ERR_BODY_TIMEOUT: [504, "connection_read_timeout"],
  UND_ERR_HEADERS_OVERFLOW: [502, "http_response_header_section_size"],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: [502, "http_response_incomplete"],
};

const codeOf = (error: unknown): string => {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === "string" ? code : "";
};

/** The failure behind whatever a client library or a socket threw. */
export function originFailure(error: unknown): OriginFailure {
  if (error instanceof OriginFailure) return error;
  const code = codeOf(error);
  // undici's word for an answer that nobody asked for, and for an upgrade that nobody offered: no connection was lost.
  if (code === "UND_ERR_SOCKET" && /^bad /.test((error as Error).message))
    return new OriginFailure(502, "http_protocol_error");
  const known = BY_CODE[code];
  if (known !== undefined) return new OriginFailure(...known);
  // undici's parser error does not always carry llhttp's code.
  if (code.startsWith("HPE_") || (error as Error).name === "HTTPParserError")
    return new OriginFailure(502, "http_protocol_error");
  if (code.startsWith("ERR_SSL_") || code === "EPROTO") {
    return new OriginFailure(502, /ALERT/.test(code) ? "tls_alert_received" : "tls_protocol_error");
  }
  if (/CERT|TLS|SIGNATURE|ISSUER|ALTNAME/.test(code)) return new OriginFailure(502, "tls_certificate_error");
  return new OriginFailure(502, "proxy_internal_error");
}

/** Did we give up ourselves, because nobody waits any more? */
export const isAbort = (error: unknown): boolean =>
  error instanceof Error && (error.name === "AbortError" || codeOf(error) === "UND_ERR_ABORTED");
