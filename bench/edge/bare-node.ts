import { createServer } from "node:http";

/** Node's own server answering from a Map, without any of a cache's rules: what an edge on Node cannot go below. */
const kept = new Map<string, Buffer>();
for (const length of [1024, 102_400]) kept.set(`/hit/${length}`, Buffer.alloc(length, "x"));

const server = createServer((request, response) => {
  const body = kept.get(request.url!);
  response.writeHead(body === undefined ? 404 : 200, [
    ...["Content-Type", "application/octet-stream", "Content-Length", String(body?.length ?? 0)],
    ...["Cache-Control", "public, max-age=3600", "ETag", '"1"', "Via", "1.1 bare", "Age", "1"],
  ]);
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.argv[2]), "127.0.0.1");
