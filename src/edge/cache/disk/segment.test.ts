import assert from "node:assert/strict";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { nodeIo } from "./io.ts";
import { openLine, sealLine } from "./sealed-line.ts";
import { Segment, type Span } from "./segment.ts";
import { fallibleIo } from "./testing/disk.ts";

async function withPath(use: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "rempart-segment-"));
  try {
    await use(join(folder, "segment"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function read(path: string): Promise<Map<unknown, Span>> {
  const found = new Map<unknown, Span>();
  (await Segment.open(nodeIo, path, (value, span) => found.set(value, span))).close();
  return found;
}

test("a line is read as it was written, or not at all", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), (value, at) => {
      const line = sealLine(value).subarray(0, -1);
      assert.deepEqual(openLine(line), JSON.parse(JSON.stringify(value)));
      line[at % line.length]! ^= 1 << (at % 8);
      assert.equal(openLine(line), undefined);
    }),
  );
});

test("whatever is written, refused, blanked and cut off: what is there is what was not erased, and nothing else is to be read", async () => {
  const text = fc.integer({ min: 1, max: 50_000 }); // lines of one byte to most of a block
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ append: text }) },
    { weight: 4, arbitrary: fc.record({ erase: fc.nat() }) },
    { weight: 2, arbitrary: fc.constant("blank" as const) },
    { weight: 3, arbitrary: fc.constant("write" as const) },
    { weight: 2, arbitrary: fc.record({ refuse: fc.nat(1000) }) },
    { weight: 1, arbitrary: fc.constant("reopen" as const) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      await withPath(async (path) => {
        const { io } = fallibleIo();
        const write = io.write;
        let segment = await Segment.open(io, path, () => {});
        let kept = new Map<string, Span>();
        const gone: string[] = [];
        let number = 0;
        for (const one of [...steps, "blank" as const, "write" as const]) {
          if (one === "blank") await segment.blank();
          else if (one === "write") await segment.write();
          else if (one === "reopen") {
            await segment.blank();
            await segment.write();
            segment.close();
            const found = new Map<string, Span>();
            segment = await Segment.open(io, path, (value, span) => found.set(value as string, span));
            assert.deepEqual(found, kept);
            kept = found;
          } else if ("append" in one) {
            const value = `<${number++}>${"x".repeat(one.append)}`;
            kept.set(value, segment.append(sealLine(value)));
          } else if ("erase" in one) {
            const [value, span] = [...kept][one.erase % kept.size] ?? [];
            if (value === undefined) continue;
            segment.erase(span!);
            kept.delete(value);
            gone.push(value);
          } else {
            // A part of what is written arrives, which a full disk does.
            io.write = async (fd, [bytes], at) => {
              await write(fd, [bytes!.subarray(0, Math.floor((bytes!.length * one.refuse) / 1000))], at);
              throw new Error("refused");
            };
            await segment.write().catch(() => {});
            await segment.blank().catch(() => {});
            io.write = write;
          }
        }
        segment.close();
        const bytes = readFileSync(path);
        for (const value of gone) assert.ok(!bytes.includes(value.slice(0, value.indexOf(">") + 1)));
        assert.equal(bytes.length, segment.bytes);
        assert.equal(
          segment.live,
          [...kept.values()].reduce((sum, span) => sum + span.bytes, 0),
        );
        assert.deepEqual(await read(path), kept);
        // A power cut tears off the end: what is before it is read, and no half of a line.
        truncateSync(path, Math.floor(bytes.length / 2));
        const left = [...kept].filter(([, { at, bytes: length }]) => at + length <= bytes.length / 2);
        assert.deepEqual(await read(path), new Map(left));
      });
    }),
    { numRuns: 60 },
  );
});

test("neighbours are blanked together: a purge of many lines is few writes", async () => {
  await withPath(async (path) => {
    let writes = 0;
    const io = {
      ...nodeIo,
      write: (...args: Parameters<typeof nodeIo.write>) => {
        writes += 1;
        return nodeIo.write(...args);
      },
    };
    const segment = await Segment.open(io, path, () => {});
    const spans = Array.from({ length: 10_000 }, (_, i) =>
      segment.append(sealLine({ i, text: "x".repeat(80) })),
    );
    await segment.write();
    writes = 0;
    for (const span of spans.filter((_, i) => i % 2 === 0).reverse()) segment.erase(span);
    await segment.blank();
    assert.ok(writes <= segment.bytes / (64 * 1024) + 1, `${writes} writes`);
    segment.close();
    assert.equal((await read(path)).size, 5000);
  });
});

test("lines that are damaged are blanked when they are met", async () => {
  await withPath(async (path) => {
    writeFileSync(
      path,
      Buffer.concat([sealLine("a"), Buffer.from("secret in a torn line\n"), sealLine("b")]),
    );
    const found: unknown[] = [];
    const segment = await Segment.open(nodeIo, path, (value) => found.push(value));
    assert.deepEqual(found, ["a", "b"]);
    await segment.blank();
    segment.close();
    assert.ok(!readFileSync(path).includes("secret"));
  });
});
