import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { controlOf } from "./framing.ts";
import { hasHead, parseHead } from "./head.ts";
import { MalformedMessage } from "./syntax.ts";

const bytes = (text: string): Buffer => Buffer.from(text, "latin1");

test("a head in its parts: fields in order, with their case and repetition, values without the space around them", () => {
  const head = parseHead(
    bytes(
      "GET /a?b=1 HTTP/1.1\r\nHost:perchoir.example\r\nX-A: \t b c \t\r\nx-a:\r\nCookie: a=\xe9\r\n\r\nrest",
    ),
  );
  assert.deepEqual(head, {
    method: "GET",
    target: "/a?b=1",
    httpVersion: "1.1",
    fields: ["Host", "perchoir.example", "X-A", "b c", "x-a", "", "Cookie", "a=\xe9"],
    end: bytes(
      "GET /a?b=. HTTP/1.1\r\nHost:perchoir.example\r\nX-A: \t b c \t\r\nx-a:\r\nCookie: a=.\r\n\r\n",
    ).length,
  });
});

test("field names are what was sent, also where they nearly are common ones", () => {
  for (const name of ["Host", "HOST", "Hosu", "Jost", "accept", "Accepu", "sec-ch-ua", "X"]) {
    assert.equal(parseHead(bytes(`GET / HTTP/1.1\r\n${name}: v\r\n\r\n`)).fields[0], name);
  }
});

const TCHAR = [..."!#$%&'*+-.^_`|~0123456789abcXYZ"];
const text = (characters: readonly string[], minLength: number) =>
  fc.array(fc.constantFrom(...characters), { minLength, maxLength: 20 }).map((parts) => parts.join(""));
const VALUE_CHARS = [...'abc XYZ,;:="\t~\x80\xff'];

test("what is written in the one spelling is read back, however it comes in pieces (property)", () => {
  const fields = fc.array(fc.tuple(text(TCHAR, 1), text(VALUE_CHARS, 0)), { maxLength: 8 });
  fc.assert(
    fc.property(
      fc.constantFrom("GET", "POST", "M-SEARCH"),
      text([..."/a?%&=~"], 1),
      fields,
      fc.nat(),
      (method, target, lines, cut) => {
        const whole = bytes(
          `${method} ${target} HTTP/1.0\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
        );
        const at = 1 + (cut % (whole.length - 1));
        assert.equal(hasHead(whole.subarray(0, at), 0), false);
        assert.equal(hasHead(Buffer.concat([whole, bytes("more")]), at), true);
        const head = parseHead(whole);
        assert.deepEqual(
          [head.method, head.target, head.httpVersion, head.end],
          [method, target, "1.0", whole.length],
        );
        assert.deepEqual(
          head.fields,
          lines.flatMap(([name, value]) => [name, value.replace(/^[ \t]+|[ \t]+$/g, "")]),
        );
      },
    ),
  );
});

test("no bytes make it do anything but read or refuse (property)", () => {
  const soup = fc.array(
    fc.oneof(
      fc.constantFrom(
        "GET",
        " ",
        "/",
        "HTTP/1.1",
        "\r\n",
        "\r",
        "\n",
        ":",
        "Host",
        "Content-Length",
        "1",
        "chunked",
      ),
      fc.constantFrom(
        "Transfer-Encoding",
        ",",
        "\t",
        "\0",
        "\x7f",
        "\xff",
        "Expect",
        "100-continue",
        "Upgrade",
      ),
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(soup, (parts) => {
      const input = bytes(`${parts.join("")}\r\n\r\n`);
      try {
        const head = parseHead(input);
        assert.ok(head.end <= input.length);
        assert.equal(input.toString("latin1", head.end - 4, head.end), "\r\n\r\n");
        const { bodyBytes } = controlOf(head);
        assert.ok(bodyBytes >= -1 && Number.isSafeInteger(bodyBytes));
      } catch (error) {
        assert.ok(error instanceof MalformedMessage, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});

test("how long the message is, whether another may follow, what it waits for", () => {
  const control = (lines: string, version = "1.1") =>
    controlOf(parseHead(bytes(`GET / HTTP/${version}\r\n${lines}\r\n`)));
  assert.equal(control("").bodyBytes, 0);
  assert.equal(control("CONTENT-LENGTH: 007\r\n").bodyBytes, 7);
  assert.equal(control("transfer-encoding: CHUNKED\r\n").bodyBytes, -1);
  for (const doubt of [
    "Content-Length: 1\r\nContent-Length: 1\r\n",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
    "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
    "Content-Length: +1\r\n",
  ]) {
    assert.throws(() => control(doubt), { status: 400 }, doubt);
  }
  assert.throws(() => control("Transfer-Encoding: chunked\r\n", "1.0"), { status: 400 });
  assert.equal(control("").keepAlive, true);
  assert.equal(control("Connection: x, Close\r\n").keepAlive, false);
  assert.equal(control("Connection: closed\r\n").keepAlive, true);
  assert.equal(control("", "1.0").keepAlive, false);
  assert.equal(control("Connection: Keep-Alive\r\n", "1.0").keepAlive, true);
  assert.equal(control("Connection: keep-alive\r\nConnection: close\r\n", "1.0").keepAlive, false);
  assert.equal(control("Expect: 100-Continue\r\nContent-Length: 1\r\n").expectsContinue, true);
  assert.equal(control("Expect: 100-continue\r\n").expectsContinue, false);
  assert.equal(control("Expect: 100-continue\r\nContent-Length: 1\r\n", "1.0").expectsContinue, false);
  const upgrade = "Upgrade: WebSocket\r\n";
  assert.equal(control(`${upgrade}Connection: keep-alive, Upgrade\r\n`).upgradesToWebSocket, true);
  assert.equal(control(upgrade).upgradesToWebSocket, false);
  assert.equal(control(`${upgrade}Connection: upgrade\r\nContent-Length: 1\r\n`).upgradesToWebSocket, false);
  assert.equal(control(`${upgrade}Upgrade: h2c\r\nConnection: upgrade\r\n`).upgradesToWebSocket, false);
  assert.equal(control("Upgrade: h2c, websocket\r\nConnection: upgrade\r\n").upgradesToWebSocket, false);
});
