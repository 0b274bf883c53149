/** Lines of a mail with the line ends of SMTP. */
export const mailOf = (...lines: readonly (string | Uint8Array)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(lines.flatMap((line) => [Buffer.from(line as string), Buffer.from("\r\n")])));

/** The head that mails of people have, and further fields. */
export const headOf = (...more: readonly string[]): string[] => [
  "From: Anna <anna@mail.example>",
  "To: report@desk.example",
  "Date: Fri, 20 Nov 2026 10:00:00 +0100",
  "Message-ID: <1.anna@mail.example>",
  "MIME-Version: 1.0",
  ...more,
];

/** A mail of several parts, each with its own head. */
export const partsOf = (
  head: readonly string[],
  type: string,
  ...parts: readonly (readonly [head: readonly string[], body: string | Uint8Array])[]
): Uint8Array =>
  mailOf(
    ...head,
    `Content-Type: multipart/${type}; boundary="=_b"`,
    "",
    ...parts.flatMap(([partHead, body]) => ["--=_b", ...partHead, "", body]),
    "--=_b--",
  );

export const inBase64 = (bytes: string | Uint8Array): string =>
  Buffer.from(bytes as string)
    .toString("base64")
    .replace(/.{76}/g, "$&\r\n");
