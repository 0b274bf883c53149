import type { Server } from "node:net";
import type { Address } from "./env.ts";
import { RempartError } from "./errors.ts";

/** Starts listening and returns the real port (0 asks for a free one). A taken port is named in the error. */
export function listen(server: Server, { host, port }: Address, what: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "EADDRINUSE"
          ? `port ${port} on ${host} is taken by another program`
          : error.code === "EACCES"
            ? `port ${port} needs more rights; choose one of 1024 or above`
            : `${host} is not an address of this machine (${error.code})`;
      reject(new RempartError("listen.failed", 500, `${what} cannot listen: ${why}`, { port }, error));
    };
    server.once("error", fail);
    server.listen(port, host, () => {
      server.off("error", fail);
      const at = server.address();
      resolve(typeof at === "object" && at !== null ? at.port : port);
    });
  });
}

/** Listens on a Unix socket. One left behind by a dead process must be gone: only its owner knows that it is dead. */
export function listenSocket(server: Server, path: string, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) =>
      reject(
        new RempartError("listen.failed", 500, `${what} cannot listen on ${path} (${error.code})`, {}, error),
      );
    server.once("error", fail);
    server.listen(path, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

/** Runs `stop` once at SIGTERM or SIGINT, then lets the process end by itself. A second signal ends it at once. */
export function onShutdown(stop: () => Promise<void>): void {
  let stopping = false;
  const handle = () => {
    if (stopping) process.exit(1);
    stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", handle);
  process.on("SIGINT", handle);
  if (process.send !== undefined) process.on("disconnect", handle); // whoever started us is gone
}
