import { inBase64, mailOf } from "./mails.ts";

const HEAD = ["From: x@mail.example", "Message-ID: <h@mail.example>", "MIME-Version: 1.0"];

function nested(depth: number): Uint8Array {
  const open = Array.from({ length: depth }, (_, i) => [
    `Content-Type: multipart/mixed; boundary=b${i}`,
    "",
    `--b${i}`,
  ]).flat();
  return mailOf(...HEAD, ...open, "Content-Type: text/plain", "", "https://forum.example/t/1");
}

function messages(depth: number): Uint8Array {
  const open = Array.from({ length: depth }, () => ["Content-Type: message/rfc822", ""]).flat();
  return mailOf(...HEAD, ...open, "Subject: x", "", "text");
}

const many = (parts: number, lines: readonly string[]) =>
  mailOf(
    ...HEAD,
    "Content-Type: multipart/mixed; boundary=b",
    "",
    `${["--b", ...lines, "", "x"].join("\r\n")}\r\n`.repeat(parts),
    "--b--",
  );

/** Mails that are written to break what reads them. Each is made when it is asked for. */
export const HOSTILE: Readonly<Record<string, () => Uint8Array>> = {
  "nested 5,000 deep": () => nested(5000),
  "nested 30 deep, never closed": () => nested(30),
  "mails in mails, 5,000 deep": () => messages(5000),
  "50,000 parts": () => many(50_000, []),
  "20,000 parts with names": () => many(20_000, ['Content-Type: text/html; name="a.html"']),
  "20,000 inline texts in HTML": () => many(20_000, ["Content-Type: text/html"]),
  "a head of 20 MB": () => mailOf(...HEAD, `X: ${"a".repeat(60)}\r\n`.repeat(300_000), "", "x"),
  "a field of 20 MB": () => mailOf(...HEAD, `Subject: ${"=?utf-8?q?=61?= ".repeat(1_200_000)}`, "", "x"),
  "a field folded 300,000 times": () => mailOf(...HEAD, `Subject: ${"a\r\n ".repeat(300_000)}`, "", "x"),
  "400,000 empty lines": () => mailOf(...HEAD, "", "\n".repeat(399_000)),
  "12 million empty lines": () => mailOf(...HEAD, "", "\n".repeat(12_000_000)),
  "100,000 addresses": () => mailOf(`From: ${"a@b.example, ".repeat(100_000)}`, "", "x"),
  "comments in an address": () => mailOf(`From: ${"(".repeat(100_000)}`, "", "x"),
  "20 MB of text in a line": () => mailOf(...HEAD, "", "a".repeat(20_000_000)),
  "20 MB of tags": () => mailOf(...HEAD, "Content-Type: text/html", "", "<a href=x>".repeat(2_000_000)),
  "tags that never end": () => mailOf(...HEAD, "Content-Type: text/html", "", "<".repeat(5_000_000)),
  "boundaries that begin alike": () =>
    mailOf(
      ...HEAD,
      `Content-Type: multipart/mixed; boundary=${"-".repeat(60)}`,
      "",
      `${"-".repeat(61)}\r\n`.repeat(100_000),
    ),
  "a character set that is none": () =>
    mailOf(...HEAD, "Content-Type: text/plain; charset=x-\u0000none", "", "été"),
  "UTF-7": () => mailOf(...HEAD, "Content-Type: text/plain; charset=utf-7", "", "+ADw-script+AD4-"),
  "UTF-16 of an odd length": () =>
    mailOf(
      ...HEAD,
      "Content-Type: text/plain; charset=utf-16",
      "Content-Transfer-Encoding: base64",
      "",
      "AAA=",
    ),
  "NUL everywhere": () =>
    Buffer.from(`From: x\0@mail.example\r\nSub\0ject: \0\r\n\r\nhttps://forum.example/\0t\0`),
  "NUL alone": () => new Uint8Array(100_000),
  "broken base64": () =>
    mailOf(...HEAD, "Content-Transfer-Encoding: base64", "", "====AA=A!!é%%", inBase64("x").slice(0, -2)),
  "broken quoted-printable": () =>
    mailOf(...HEAD, "Content-Transfer-Encoding: quoted-printable", "", "=ZZ=\r\n=4=E9=", "=".repeat(500_000)),
  "an X-ARF document that is nested 1,000,000 deep": () =>
    mailOf(...HEAD, "Content-Type: application/json; name=xarf.json", "", "[".repeat(1_000_000)),
  "a feedback report of 200,000 fields": () =>
    mailOf(...HEAD, "Content-Type: message/feedback-report", "", "Reported-URI: x\r\n".repeat(200_000)),
  nothing: () => new Uint8Array(0),
  "no head": () => mailOf("", "https://forum.example/t/1"),
  noise: () => Uint8Array.from({ length: 500_000 }, (_, i) => (i * 7919) % 256),
};
