import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { pageText } from "../text.ts";
import type { Resolve } from "./address-guard.ts";
import { type CaptureOptions, capture } from "./capture.ts";
import { clock, type Loopback, PUBLIC_IP, page, redirect, withServer } from "./loopback.test.ts";
import type { Exchange, View } from "./types.ts";

const URL_7 = "http://perchoir.example/fil/7";
const noDns: Resolve = async (host) => assert.fail(`${host} was looked up`);

const through = (server: Loopback, more: Partial<CaptureOptions> = {}): CaptureOptions => ({
  vantages: [server.vantage()],
  resolve: noDns,
  clock,
  timeoutMs: 5000,
  ...more,
});

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString("latin1");
const only = (views: readonly View[]): View => views[0]!;
const last = (view: View): Exchange => view.exchanges.at(-1)!;

test("the bytes of request and response are kept as they went over the wire", async () => {
  const sent = "HTTP/1.1 200 OK\r\nx-Odd:  Case \r\nContent-Length: 3\r\n\r\nabc";
  await withServer(
    (_, socket) => socket.write(sent),
    async (server) => {
      const { views, removed } = await capture(`${URL_7}?utm_source=x&sid=9#y`, through(server));
      const exchange = last(only(views));
      assert.equal(text(exchange.responseBytes), sent);
      assert.equal(text(exchange.requestBytes), server.requests[0]);
      assert.equal(exchange.status, 200);
      assert.equal(exchange.truncated, null);
      assert.deepEqual(exchange.address, { host: "127.0.0.1", port: server.port });
      assert.deepEqual(removed, ["utm_source", "sid", "fragment"]);
    },
  );
});

test("the request is an ordinary one: no cookie, no referrer, no mark, no token", async () => {
  await withServer(
    (_, socket) => socket.write(page("ok")),
    async (server) => {
      await capture(`http://who:ever@perchoir.example/fil/7?a=1&sid=abc#f`, through(server));
      const [request = ""] = server.requests;
      assert.match(request, /^GET \/fil\/7\?a=1 HTTP\/1\.1\r\nHost: perchoir\.example\r\n/);
      const names = request
        .split("\r\n")
        .slice(1, -2)
        .map((line) => line.split(":")[0]);
      assert.deepEqual(names, [
        "Host",
        "User-Agent",
        "Accept",
        "Accept-Language",
        "Accept-Encoding",
        "Connection",
      ]);
      assert.doesNotMatch(request, /rempart|bot|capture|abc|ever/i);
    },
  );
});

test("two vantages that see the same page agree, even where only one sent it gzipped", async () => {
  const body = "<p>même page</p>";
  let visits = 0;
  await withServer(
    (_, socket) => {
      visits += 1;
      socket.write(visits === 1 ? page(body) : page(gzipSync(body), ["Content-Encoding: gzip"]));
    },
    async (server) => {
      const vantages = [server.vantage("edge-a"), server.vantage("edge-b")];
      const { agreement } = await capture(URL_7, through(server, { vantages }));
      assert.deepEqual(agreement, { verdict: "agree" });
    },
  );
});

test("a page that shows one vantage something else is told apart, and in what", async () => {
  let visits = 0;
  await withServer(
    (_, socket) => {
      visits += 1;
      socket.write(visits === 1 ? page("abuse") : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    },
    async (server) => {
      const vantages = [server.vantage("edge-a"), server.vantage("edge-b")];
      const { agreement } = await capture(URL_7, through(server, { vantages }));
      assert.deepEqual(agreement, { verdict: "differ", differs: ["status", "body"] });
    },
  );
});

test("one vantage alone agrees with nobody", async () => {
  await withServer(
    (_, socket) => socket.write(page("x")),
    async (server) => assert.equal((await capture(URL_7, through(server))).agreement.verdict, "single"),
  );
});

for (const [target, code] of [
  ["http://169.254.169.254/latest/meta-data/", "capture.address-refused"],
  ["http://127.0.0.1/", "capture.address-refused"],
  ["http://[::ffff:127.0.0.1]/", "capture.address-refused"],
  ["http://[::1]:8080/", "capture.address-refused"],
  ["http://2130706433/", "capture.address-refused"],
  ["//0x7f.1/", "capture.address-refused"],
  ["http://inside.example/", "capture.address-refused"],
  ["http://nowhere.example/", "capture.no-address"],
  ["http://broken.example/", "capture.no-address"],
  [`http://${PUBLIC_IP}:25/`, "capture.port-refused"],
  ["file:///etc/passwd", "capture.bad-redirect"],
  ["javascript:1", "capture.bad-redirect"],
  ["http://[", "capture.bad-redirect"],
] as const) {
  test(`a redirect to ${target} is not followed, and kept as what was seen`, async () => {
    const resolve: Resolve = async (host) => {
      if (host === "broken.example") throw Object.assign(new Error(host), { code: "ESERVFAIL" });
      return host === "inside.example" ? ["10.0.0.5", "fd00::5"] : [];
    };
    await withServer(
      (_, socket) => socket.write(redirect(target)),
      async (server) => {
        const dial: CaptureOptions["dial"] = (to) => {
          assert.equal(to.host, "127.0.0.1");
          assert.equal(to.port, server.port);
          return connect(to);
        };
        const view = only((await capture(URL_7, through(server, { resolve, dial }))).views);
        assert.equal(view.stopped?.code, code);
        assert.equal(view.exchanges.length, 1);
        assert.equal(server.requests.length, 1);
        assert.match(text(last(view).responseBytes), /^HTTP\/1\.1 302/);
      },
    );
  });
}

test("a name that resolves to us the second time does not reach us: checked anew at each hop, connected as checked", async () => {
  const answers = [[PUBLIC_IP], ["127.0.0.1"]];
  const dialled: string[] = [];
  await withServer(
    (_, socket) => socket.write(redirect("/again")),
    async (server) => {
      const dial: CaptureOptions["dial"] = (to) => {
        dialled.push(to.host);
        return connect(server.port, "127.0.0.1");
      };
      const resolve: Resolve = async () => answers.shift()!;
      const options = through(server, { vantages: [{ name: "dns", address: "dns" }], resolve, dial });
      const view = only((await capture("http://rebind.example/", options)).views);
      assert.deepEqual(dialled, [PUBLIC_IP]);
      assert.equal(view.stopped?.code, "capture.address-refused");
      assert.deepEqual(last(view).dnsAnswer, [PUBLIC_IP]);
    },
  );
});

/** As many servers write it: raw UTF-8 in the field. */
const UTF8_LOCATION = "/fil/7/p2?a=é#x";

test("redirects inside the site, and to another site of ours, stay on the vantage", async () => {
  const pages: Record<string, string> = {
    "/fil/7": UTF8_LOCATION,
    "/fil/7/p2?a=%C3%A9": "http://who:ever@miroir.example/y#top",
  };
  await withServer(
    (path, socket) => socket.write(pages[path] === undefined ? page("here") : redirect(pages[path])),
    async (server) => {
      const isServed = (host: string) => host.endsWith("perchoir.example") || host === "miroir.example";
      const view = only((await capture(URL_7, through(server, { isServed }))).views);
      assert.equal(view.stopped, null);
      assert.deepEqual(
        view.exchanges.map(({ url }) => url),
        [URL_7, "http://perchoir.example/fil/7/p2?a=%C3%A9", "http://miroir.example/y"],
      );
      assert.match(server.requests[2]!, /Host: miroir\.example/);
    },
  );
});

test("redirects in a circle and without end are left", async () => {
  let hop = 0;
  await withServer(
    (path, socket) =>
      socket.write(redirect(path.startsWith("/loop") ? `/loop${path === "/loop" ? 2 : ""}` : `/n${hop++}`)),
    async (server) => {
      const circle = only((await capture("http://perchoir.example/loop", through(server))).views);
      assert.equal(circle.stopped?.code, "capture.redirect-loop");
      assert.equal(circle.exchanges.length, 2);
      const endless = only(
        (await capture("http://perchoir.example/n", through(server, { maxRedirects: 3 }))).views,
      );
      assert.equal(endless.stopped?.code, "capture.too-many-redirects");
      assert.equal(endless.exchanges.length, 4);
    },
  );
});

for (const [name, start, chunk] of [
  ["with a length", "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n", "x".repeat(9000)],
  ["chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", `1000\r\n${"x".repeat(4096)}\r\n`],
  ["until the connection closes", "HTTP/1.1 200 OK\r\n\r\n", "x".repeat(9000)],
] as const) {
  test(`an endless body ${name} is cut at the limit and marked`, async () => {
    await withServer(
      (_, socket) => {
        socket.write(start);
        const more = () => {
          while (!socket.destroyed && socket.write(chunk));
        };
        socket.on("drain", more);
        more();
      },
      async (server) => {
        const exchange = last(only((await capture(URL_7, through(server, { maxBytes: 100_000 }))).views));
        assert.equal(exchange.truncated, "length");
        assert.equal(exchange.responseBytes.length, start.length + 100_000);
      },
    );
  });
}

test("a server that stalls before, in and after its head is left at the deadline", async () => {
  const beginnings: Record<string, string> = {
    "/silent": "",
    "/head": "HTTP/1.1 200 OK\r\nX-Slow: ",
    "/body": "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
    "/close": "HTTP/1.1 200 OK\r\n\r\nabc",
  };
  await withServer(
    (path, socket) => socket.write(beginnings[path] ?? ""),
    async (server) => {
      const at = async (path: string) =>
        only((await capture(`http://perchoir.example${path}`, through(server, { timeoutMs: 60 }))).views);
      const [silent, head, body, close] = await Promise.all(Object.keys(beginnings).map(at));
      assert.equal(silent?.stopped?.code, "capture.timeout");
      assert.equal(head?.stopped?.code, "capture.timeout");
      assert.equal(last(body!).truncated, "time");
      assert.equal(last(close!).truncated, "time");
      assert.match(text(last(body!).responseBytes), /abc$/);
    },
  );
});

test("a resolver that never answers is left at the deadline", async () => {
  const { promise } = Promise.withResolvers<readonly string[]>();
  const vantages = [{ name: "dns", address: "dns" } as const];
  const { views } = await capture(URL_7, { vantages, resolve: () => promise, clock, timeoutMs: 30 });
  assert.equal(only(views).stopped?.code, "capture.timeout");
});

test("a head without end, garbage, a broken-off answer and a closed port are named", async () => {
  const answers: Record<string, string> = {
    "/head": `HTTP/1.1 200 OK\r\n${"X-Large: x\r\n".repeat(10_000)}`,
    "/garbage": "220 mail.example ESMTP\r\n",
    "/nothing": "",
    "/short": "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
  };
  await withServer(
    (path, socket) => socket.end(answers[path] ?? ""),
    async (server) => {
      const at = async (path: string) =>
        only((await capture(`http://perchoir.example${path}`, through(server))).views);
      assert.equal((await at("/head")).stopped?.code, "capture.head-too-large");
      assert.equal((await at("/garbage")).stopped?.code, "capture.not-http");
      assert.equal((await at("/nothing")).stopped?.code, "capture.disconnected");
      assert.equal(last(await at("/short")).truncated, "disconnect");
      const closed = { name: "closed", address: { host: "127.0.0.1", port: 1 } };
      const { views } = await capture(URL_7, through(server, { vantages: [closed] }));
      assert.equal(only(views).stopped?.code, "capture.connect-failed");
      assert.doesNotMatch(JSON.stringify(views), /perchoir/, "a stop does not name the page");
    },
  );
});

test("interim answers are passed over", async () => {
  const final = text(page("done"));
  await withServer(
    (_, socket) =>
      socket.write(`HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${final}`),
    async (server) => {
      assert.equal(text(last(only((await capture(URL_7, through(server))).views)).responseBytes), final);
    },
  );
});

test("of a picture only the head is kept, by type or by first bytes, unless it was asked for", async () => {
  const gif = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nf\r\nGIF89a\x01\0SECRET.\r\n0\r\n\r\n";
  const pages: Record<string, Buffer> = {
    "/typed": page("SECRET of a kind nobody knows", ["Content-Type: image/x-unknown"]),
    "/png": page(Buffer.from("\x89PNG\r\n\x1a\nSECRET", "latin1"), ["Content-Type: text/plain"]),
    "/mp4": page(Buffer.from("\0\0\0\x18ftypmp42SECRET", "latin1"), []),
    "/chunked": Buffer.from(gif, "latin1"),
  };
  await withServer(
    (path, socket) => socket.write(pages[path]!),
    async (server) => {
      for (const path of Object.keys(pages)) {
        const url = `http://perchoir.example${path}`;
        const exchange = last(only((await capture(url, through(server))).views));
        assert.equal(exchange.truncated, "unspecified", path);
        assert.match(text(exchange.responseBytes), /^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n$/s);
        assert.doesNotMatch(text(exchange.responseBytes), /SECRET/);
        const asked = last(only((await capture(url, through(server, { withMedia: true }))).views));
        assert.equal(asked.truncated, null);
        assert.match(text(asked.responseBytes), /SECRET/);
      }
    },
  );
});

test("declared markup is kept whole whatever it begins with", async () => {
  const sent = page(Buffer.from("\x89PNG\r\n\x1a\n\0<p>words</p>", "latin1"));
  await withServer(
    (_, socket) => socket.write(sent),
    async (server) => {
      const exchange = last(only((await capture(URL_7, through(server))).views));
      assert.equal(exchange.truncated, null);
      assert.deepEqual(Buffer.from(exchange.responseBytes), sent);
    },
  );
});

test("a gzip bomb is kept as received, and unpacked for screening up to its limit only", async () => {
  const bomb = gzipSync(Buffer.concat([Buffer.from("<p>le début</p>"), Buffer.alloc(30_000_000, "a")]));
  await withServer(
    (_, socket) =>
      socket.write(page(bomb, ["Content-Type: text/html; charset=utf-8", "Content-Encoding: gzip"])),
    async (server) => {
      const exchange = last(only((await capture(URL_7, through(server))).views));
      const read = await pageText(exchange.responseBytes, 100_000);
      assert.ok(exchange.responseBytes.length < 100_000);
      assert.equal(read?.whole, false);
      assert.ok(read.text.startsWith("<p>le début</p>") && read.text.length <= 100_000);
    },
  );
});

test("vantages without or with the same or a strange name are a mistake of ours", async () => {
  const dns = { name: "dns", address: "dns" } as const;
  for (const vantages of [[], [dns, dns], [{ ...dns, name: "Edge\r\nA" }]]) {
    await assert.rejects(capture(URL_7, { vantages, resolve: noDns, clock }), { code: "capture.vantages" });
  }
});

test("a mistake in the program is not mistaken for a page that cannot be seen", async () => {
  const vantages = [{ name: "dns", address: "dns" } as const];
  const dial = () => {
    throw new TypeError("a mistake");
  };
  await assert.rejects(
    capture(URL_7, { vantages, resolve: async () => [PUBLIC_IP], clock, dial }),
    TypeError,
  );
});
