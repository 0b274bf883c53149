import { createServer } from "node:http";

/**
 * The one origin behind all engines: /hit/N are N bytes fresh for an hour, /pass/N are N bytes that no cache may keep.
 * Argument: the port.
 */
const bodies = new Map<number, Buffer>();
const bodyOf = (length: number): Buffer => {
  const body = bodies.get(length) ?? Buffer.alloc(length, "The quick brown fox jumps over the lazy dog. ");
  bodies.set(length, body);
  return body;
};

const server = createServer((request, response) => {
  const [, kind, length = "0"] = /^\/(hit|pass)\/(\d+)/.exec(request.url ?? "") ?? [];
  const body = bodyOf(Number(length));
  response.writeHead(kind === undefined ? 404 : 200, {
    "Content-Type": "application/octet-stream",
    "Content-Length": body.length,
    "Cache-Control": kind === "hit" ? "public, max-age=3600" : "no-store",
    ETag: `"${length}"`,
  });
  response.end(request.method === "HEAD" ? undefined : body);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.argv[2]), "127.0.0.1");
