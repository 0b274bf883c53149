import { readFile } from "node:fs/promises";
import { RempartError } from "../lib/errors.ts";

import { diffPolicies, parsePolicy } from "../policy/index.ts";

const load = async (file: string) =>
  parsePolicy(
    await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      throw new RempartError("policy.file", 400, `cannot read ${file} (${error.code})`);
    }),
    file,
  );

/** `rempart policy check FILE…` and `rempart policy diff OLD NEW`. */
export async function run([verb, ...files]: string[]): Promise<void> {
  if (verb === "check" && files.length > 0) {
    for (const file of files) {
      const policy = await load(file);
      process.stdout.write(
        `${file}: version ${policy.version}, ${policy.clauses.length} clauses, ${policy.hash}\n`,
      );
    }
    return;
  }
  const [before, after] = files;
  if (verb === "diff" && before !== undefined && after !== undefined) {
    for (const change of diffPolicies(await load(before), await load(after))) {
      process.stdout.write(`${JSON.stringify(change)}\n`);
    }
    return;
  }
  throw new RempartError("usage", 400, "rempart policy check FILE… | rempart policy diff OLD NEW");
}
