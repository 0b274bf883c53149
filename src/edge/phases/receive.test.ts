import assert from "node:assert/strict";
import { test } from "node:test";
import { World } from "../testing/world.ts";

test("the longest target and the most fields are taken, one more is not, and nobody is asked", async () => {
  await using world = await World.start();
  const target = (length: number): string => `/${"a".repeat(length - 1)}`;
  const fields = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count - 2 }, (_, i) => [`x-${i}`, ""])); // beside Host and Connection
  const asked: readonly (readonly [string, number, number])[] = [
    [target(8192), 2, 200],
    [target(8193), 2, 414],
    ["/", 128, 200],
    ["/", 129, 431],
  ];
  for (const [path, count, status] of asked) {
    assert.equal(
      (await world.get(path, { headers: fields(count) })).status,
      status,
      `${path.length} ${count}`,
    );
  }
  assert.equal(world.asked.length, 2);
});
