import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Edit } from "./mutations/mutation.ts";
import { HELD_BY_NODE, type Mutation, mutations } from "./mutations.ts";
import { rows } from "./rows.ts";
import { runRows } from "./run.ts";
import { playScenarios, scenarios } from "./scenarios.ts";
import { Scene } from "./scene.ts";
import { fromSources } from "./stage/edges.ts";
import { edgeOf, rempart } from "./stage/rempart.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const ROOMS = ["lib", "ledger", "policy", "feed", "edge"];
/** A mutant may have lost its way altogether: then that it gives no answer is what its rows turn into. */
const MAX_MS = 60_000;

/** The texts of a mutation that do not stand exactly once in the sources. Edits of one file are made one after the other. */
export async function misplaced({
  name,
  edits,
}: Pick<Mutation, "name" | "edits">): Promise<readonly string[]> {
  return (await mutated(edits)).lost.map(({ file, from }) => `${name}: ${file}: ${from}`);
}

async function mutated(edits: Mutation["edits"]) {
  const texts = new Map<string, string>();
  const lost: Edit[] = [];
  for (const edit of edits) {
    const { file, from, to } = edit;
    const text = texts.get(file) ?? (await readFile(join(ROOT, "src", file), "utf8"));
    if (text.split(from).length !== 2) lost.push(edit);
    texts.set(
      file,
      text.replace(from, () => to),
    );
  }
  return { texts, lost };
}

/** A copy of the sources with a mutation; throws if one of its texts is not there. */
async function mutant(mutation: Mutation) {
  const folder = await mkdtemp(join(tmpdir(), "rempart-mutant-"));
  try {
    const { texts, lost } = await mutated(mutation.edits);
    if (lost.length > 0) throw new Error(`${mutation.name}: not exactly once: ${lost[0]?.from}`);
    for (const room of ROOMS)
      await cp(join(ROOT, "src", room), join(folder, "src", room), { recursive: true });
    for (const [file, text] of texts) await writeFile(join(folder, "src", file), text);
    await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
    await writeFile(join(folder, "package.json"), '{"type":"module"}');
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
  return {
    sources: join(folder, "src"),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * `family: name` of the rows and scenarios that do not come out as expected on a build with that mutation; the edges run in
 * this process.
 */
export async function turnedBy(mutation: Mutation): Promise<readonly string[]> {
  await using copy = await mutant(mutation);
  const launch = fromSources(copy.sources);
  const isPlayed = ({ family }: { readonly family: string }) => mutation.families.includes(family);
  const concerned = rows.filter(isPlayed);
  const told = scenarios.filter(isPlayed);
  const turned = new Set<string>();
  if (concerned.length > 0) {
    const engine = rempart(launch, new Set(concerned.map(({ front }) => front)), mutation.name);
    for (const { row, held } of await runRows(engine, concerned)) if (!held) turned.add(titleOf(row));
  }
  if (told.length > 0) {
    await using scene = await Scene.open(edgeOf(launch));
    for (const { scenario, held } of await playScenarios(scene, told))
      if (!held) turned.add(titleOf(scenario));
  }
  return [...turned];
}

const titleOf = ({ family, name }: { readonly family: string; readonly name: string }): string =>
  `${family}: ${name}`;

/**
 * Takes out one rule after the other and prints what turns. False if a mutation turns nothing, or a row turns under none.
 * `only`: mutations by name; then rows without any are not looked for.
 */
export async function checkMutations(only?: readonly string[]): Promise<boolean> {
  const wanted = mutations.filter(({ name }) => only?.includes(name) ?? true);
  const covered = new Set<string>();
  let good = true;
  for (const mutation of wanted) {
    const turned = await bounded(mutation);
    if (turned === undefined || turned.length === 0) good = false;
    const said =
      turned === undefined ? "NO BUILD" : turned.length === 0 ? "NOTHING TURNS" : `${turned.length} turn`;
    console.log(`${said}: ${mutation.name}`);
    for (const title of turned ?? []) {
      covered.add(title);
      console.log(`    ${title}`);
    }
  }
  if (only !== undefined) return good;
  const titles = [...rows, ...scenarios.filter(({ ofParts }) => !ofParts)].map(titleOf);
  const bare = titles.filter((title) => !covered.has(title) && !HELD_BY_NODE.has(title));
  for (const title of bare) console.log(`NO MUTATION TURNS IT: ${title}`);
  console.log(
    `${wanted.length} mutations; ${covered.size} of ${titles.length} rows and scenarios turn, ${HELD_BY_NODE.size} are held by Node's HTTP/2 layer`,
  );
  return good && bare.length === 0;
}

/** Undefined where the mutant did not start: then it shows nothing. */
async function bounded(mutation: Mutation): Promise<readonly string[] | undefined> {
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const timer = setTimeout(() => resolve(["(it gave no answer)"]), MAX_MS);
  try {
    return await Promise.race([promise, turnedBy(mutation)]);
  } catch (error) {
    console.log(String(error));
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
