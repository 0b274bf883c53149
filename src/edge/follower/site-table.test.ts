import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { SiteConfig } from "../../feed/config.ts";
import { SITE } from "../../feed/testing/desk.ts";
import type { SiteLookup } from "../state.ts";
import { SiteTable } from "./site-table.ts";

const NAMES = ["a.example", "b.example", "c.example", "d.example", "00000000000000000000000001"];
const idOf = (n: number): string => String(n).padStart(26, "0");
const siteOf = (n: number, hostnames: readonly string[], mark = 0): SiteConfig => ({
  ...SITE,
  id: idOf(n),
  hostnames: [...hostnames],
  cache: { negativeSeconds: mark },
});

type Step =
  | { readonly kind: "set"; readonly site: SiteConfig }
  | { readonly kind: "delete"; readonly id: string }
  | { readonly kind: "view" | "look" };
const site = fc
  .tuple(fc.nat(4), fc.subarray(NAMES, { minLength: 1 }), fc.nat(3600))
  .map(([n, hostnames, mark]) => siteOf(n, hostnames, mark));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("set" as const), site }),
  fc.record({ kind: fc.constant("delete" as const), id: fc.nat(4).map(idOf) }),
  fc.record({ kind: fc.constantFrom("view" as const, "look" as const) }),
);

/** What a plain Map would say: the follower takes no item that claims another site's hostname. */
class Model {
  readonly sites = new Map<string, SiteConfig>();

  takes = ({ id, hostnames }: SiteConfig): boolean =>
    hostnames.every((name) => (this.byName().get(name)?.id ?? id) === id);
  byName = (): Map<string, SiteConfig> =>
    new Map([...this.sites.values()].flatMap((one) => one.hostnames.map((name) => [name, one] as const)));
}

function assertSame(view: SiteLookup, expected: ReadonlyMap<string, SiteConfig>): void {
  assert.equal(view.size, expected.size);
  assert.deepEqual([...view.keys()].sort(), [...expected.keys()].sort());
  for (const name of [...NAMES, "x.example"]) assert.deepEqual(view.get(name), expected.get(name), name);
}

test("it is a map of sites by hostname, and each view stays what it was", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const model = new Model();
      const table = new SiteTable();
      const taken: [SiteLookup, Map<string, SiteConfig>][] = [];
      for (const one of steps) {
        if (one.kind === "set") {
          if (!model.takes(one.site)) continue;
          table.set(one.site);
          model.sites.set(one.site.id, one.site);
        } else if (one.kind === "delete") {
          table.delete(one.id);
          model.sites.delete(one.id);
        } else if (one.kind === "view") taken.push([table.view(), model.byName()]);
        else assertSame(table.view(), model.byName()); // fills the cache
        assert.equal(table.size, model.sites.size);
      }
      taken.push([table.view(), model.byName()]);
      for (const [view, expected] of taken) assertSame(view, expected);
      for (let n = 0; n <= 4; n++) assert.deepEqual(table.site(idOf(n)), model.sites.get(idOf(n)));
      assert.deepEqual([...table.view().sites()].map(({ id }) => id).sort(), [...model.sites.keys()].sort());
    }),
    { numRuns: 200 },
  );
});

test("a document is one object while nothing changes it, by whatever name it is asked for", () => {
  const table = new SiteTable();
  table.set(siteOf(1, ["a.example", "b.example"]));
  table.set(siteOf(2, ["c.example"]));
  const before = table.view();
  const [one, two] = [before.get("a.example"), before.get("c.example")];
  assert.equal(before.get("b.example"), one);
  table.set(siteOf(2, ["d.example"]));
  const after = table.view();
  assert.equal(after.get("a.example"), one, "another site's change leaves it alone");
  assert.equal(after.get("c.example"), undefined);
  assert.notEqual(after.get("d.example"), two);
  assert.deepEqual(before.get("c.example"), two);
});

test("documents beyond the cache's size are parsed anew, and are the same still", () => {
  const table = new SiteTable();
  const page = "p".repeat(30_000);
  for (let n = 0; n < 1000; n++) table.set({ ...siteOf(n, [`h${n}.example`]), errorPages: { 502: page } });
  const view = table.view();
  const first = view.get("h0.example");
  assert.equal(view.get("h0.example"), first);
  for (let n = 1; n < 1000; n++) assert.equal(view.get(`h${n}.example`)?.id, idOf(n));
  assert.notEqual(view.get("h0.example"), first, "30 MB of documents are more than is kept parsed");
  assert.deepEqual(view.get("h0.example"), first);
});
