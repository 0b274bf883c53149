import { globSync } from "node:fs";
import { describe } from "node:test";

/** The unit tests run in four processes: one for all leaves a core idle, one for each file starts 300. */
const ROOMS = {
  reports: (file: string) => file.startsWith("src/desk/reports/"),
  desk: (file: string) => file.startsWith("src/desk/") && !ROOMS.reports(file),
  edge: (file: string) => file.startsWith("src/edge/"),
  others: (file: string) => !file.startsWith("src/desk/") && !file.startsWith("src/edge/"),
};

/** Loads, and so runs, the tests that stand beside the code of a room. */
export async function unitsOf(room: keyof typeof ROOMS): Promise<void> {
  const root = new URL("../../", import.meta.url);
  const files = globSync(["src/**/*.test.ts", "test/fixtures/**/*.test.ts"], { cwd: root }).sort();
  for (const file of files.filter(ROOMS[room]))
    describe(file, async () => void (await import(new URL(file, root).href)));
}
