import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** Where the keyboard's focus is, and whether somebody who sees can tell. */
export interface Stop {
  /** Name and value, or the words of a link. */
  readonly what: string;
  /** Place among everything on the page, in its order. */
  readonly at: number;
  /** It has an outline, is within the window, and nothing lies over it. */
  readonly seen: boolean;
}

const HERE = `(() => {
  const one = document.activeElement;
  if (one === null || one === document.body) return null;
  const { left, top, width, height } = one.getBoundingClientRect();
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const above = document.elementFromPoint(left + width / 2, Math.max(top, 0) + Math.min(height / 2, 12));
  return {
    what: one.name ? one.name + "=" + (/^(text|textarea|file)$/.test(one.type) ? "" : one.value) : one.textContent.trim(),
    at: [...document.querySelectorAll("*")].indexOf(one),
    seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2
      && above !== null && (one.contains(above) || above.contains(one)) && top >= 0 && top < innerHeight,
  };
})()`;

const focus = (page: Page): Promise<Stop | null> => page.evaluate(HERE);

/** Tabs on from where it is to `what`; fails where it is not reached, or a stop on the way cannot be seen. */
export async function tabTo(page: Page, what: string): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    const stop = await focus(page);
    if (stop === null) continue; // the browser's own bar is a stop of the round
    stops.push(stop);
    assert.ok(stop.seen, `the focus on ${stop.what} is not seen`);
    if (stop.what === what) return stops;
  }
  throw new Error(`Tab never came to ${what}: ${stops.map((stop) => stop.what).join(" | ")}`);
}

/** One round of Tab from the top: every stop is seen, in the page's order, and the round ends where it began. */
export async function round(page: Page): Promise<string[]> {
  const stops: Stop[] = [];
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press("Tab");
    const stop = await focus(page);
    if (stop === null || (stops.length > 0 && stop.at <= stops[0]!.at)) break;
    stops.push(stop);
  }
  assert.ok(stops.length < 120, "a trap: the round has no end");
  for (const [i, { what, at, seen }] of stops.entries()) {
    assert.ok(seen, `the focus on ${what} is not seen`);
    assert.ok(at > (stops[i - 1]?.at ?? -1), `${what} comes too early`);
  }
  return stops.map(({ what }) => what);
}
