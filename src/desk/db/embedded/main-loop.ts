import type { PGlite } from "@electric-sql/pglite";

interface MainLoop {
  _PostgresMainLoopOnce(): void;
}

/**
 * Where it cannot write its log, and for all else that it calls PANIC, PostgreSQL aborts, for its process to be started again.
 * PGlite passes over that and calls it once more, which may never return. `onAbort` is called in between, and must end the thread.
 */
export function watchMainLoop(database: PGlite, onAbort: () => void): void {
  const module = database.Module as unknown as MainLoop;
  const { POSTGRES_MAIN_LONGJMP } = database as unknown as { POSTGRES_MAIN_LONGJMP: number };
  const { _PostgresMainLoopOnce: once } = module;
  module._PostgresMainLoopOnce = () => {
    try {
      once();
    } catch (error) {
      // With that status it goes on after an ordinary error of a statement.
      if ((error as { status?: unknown }).status !== POSTGRES_MAIN_LONGJMP) onAbort();
      throw error;
    }
  };
}
