import { closeSync, fsyncSync, openSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

interface EmscriptenStream {
  nfd?: number;
  node: unknown;
}

interface EmscriptenModule {
  NODEFS: {
    realPath(node: unknown): string;
    stream_ops: { fsync?: (stream: EmscriptenStream) => number };
  };
}

/** Sync calls that reached the operating system since the start of this thread. */
export const syncs = { count: 0 };

/**
 * PGlite's folder on disk, with real syncs. Emscripten's Node file layer has no fsync, so PostgreSQL's syncs end in
 * nothing even where `SHOW fsync` says on; here each becomes an fsync of the real file (or folder). Only `fd_sync` is
 * routed to the file layer (fdatasync is not), hence `wal_sync_method=fsync`.
 */
class SyncedFs extends NodeFS {
  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(...args);
    const preRun = [
      ...(emscriptenOpts.preRun as ((module: unknown) => void)[]),
      (module: unknown) => addSync(module as EmscriptenModule),
    ];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } as typeof emscriptenOpts };
  }
}

function addSync({ NODEFS }: EmscriptenModule): void {
  NODEFS.stream_ops.fsync = (stream) => {
    if (stream.nfd === undefined) {
      const fd = openSync(NODEFS.realPath(stream.node), "r");
      fsyncSync(fd);
      closeSync(fd);
    } else {
      fsyncSync(stream.nfd);
    }
    syncs.count += 1;
    return 0;
  };
}

/** Opens (or creates) the database in `folder`; `-F`, which PGlite passes to switch syncs off, is left out. */
export function openSynced(folder: string): Promise<PGlite> {
  return PGlite.create({
    fs: new SyncedFs(folder),
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
      ...["-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "wal_sync_method=fsync"],
    ],
  });
}
