import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_ROOT, leafHash } from "../lib/merkle.ts";
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { KEYS, ORIGIN, sign } from "./fixture.test.ts";

// The text of the example in c2sp.org/tlog-checkpoint.
const EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

test("the specification's example reads and writes back", () => {
  const checkpoint = parseCheckpoint(EXAMPLE);
  assert.equal(checkpoint.origin, "example.com/behind-the-sofa");
  assert.equal(checkpoint.size, 20_852_163);
  assert.equal(formatCheckpoint(checkpoint), EXAMPLE);
});

test("extension lines are allowed and ignored", () => {
  assert.deepEqual(parseCheckpoint(`${EXAMPLE}more\n`), parseCheckpoint(EXAMPLE));
});

test("anything else is refused", () => {
  const [origin, size, root] = EXAMPLE.split("\n");
  const bad = [
    "",
    `${origin}\n${size}\n${root}`,
    `${origin}\n${size}\n`,
    `\n${size}\n${root}\n`,
    `${origin}\n0${size}\n${root}\n`,
    `${origin}\n-1\n${root}\n`,
    `${origin}\n1e3\n${root}\n`,
    `${origin}\n9007199254740992\n${root}\n`,
    `${origin}\n${size}\n${root?.slice(0, -4)}\n`,
    `${origin}\n${size}\n${root?.replace("=", "")}\n`,
    `${EXAMPLE}\nafter an empty line\n`,
  ];
  for (const text of bad)
    assert.throws(() => parseCheckpoint(text), { code: "checkpoint.invalid" }, JSON.stringify(text));
  assert.throws(() => formatCheckpoint({ origin: "two\nlines", size: 0, root: EMPTY_ROOT }), {
    code: "checkpoint.invalid",
  });
});

test("a checkpoint opens only with the log's key and under its own origin", () => {
  const root = leafHash(Uint8Array.of(1));
  assert.deepEqual(openCheckpoint(sign(1, root), KEYS, ORIGIN), { origin: ORIGIN, size: 1, root });
  assert.throws(() => openCheckpoint(sign(1, root, "other.example/log"), KEYS, ORIGIN), {
    code: "checkpoint.invalid",
  });
  assert.throws(() => openCheckpoint(sign(1, root).replace("\n1\n", "\n2\n"), KEYS, ORIGIN), {
    code: "note.invalid",
  });
});
