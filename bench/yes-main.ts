import { createServer } from "node:http";

/** Says yes to whatever nginx asks: what a question to a program on Node costs without any of ours. */
const server = createServer((_request, response) => response.writeHead(204).end());
server.keepAliveTimeout = 60_000;
server.listen(Number(process.argv[2]), "127.0.0.1", () => process.send?.({}));
