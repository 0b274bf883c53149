import assert from "node:assert/strict";
import { test } from "node:test";
import { RATE_LIMIT, RateLimiter } from "./rate-limit.ts";

test("a burst, then the rate, and each measure by itself", () => {
  const limiter = new RateLimiter();
  const taken = Array.from({ length: RATE_LIMIT.burst }, () => limiter.take(1, 0));
  assert.ok(taken.every((waitMs) => waitMs === 0));
  assert.equal(limiter.take(1, 0), 1000 / RATE_LIMIT.perSecond);
  assert.equal(limiter.take(2, 0), 0);
  assert.equal(limiter.take(1, 500), 0);
  assert.ok(limiter.take(1, 500) > 0);
});

test("a clock set back gives no tokens", () => {
  const limiter = new RateLimiter();
  for (let i = 0; i < RATE_LIMIT.burst; i++) limiter.take(1, 10_000);
  assert.ok(limiter.take(1, 0) > 0);
});

test("a full bucket is forgotten, a used one is not", () => {
  const limiter = new RateLimiter();
  limiter.take(1, 0);
  limiter.sweep(499);
  assert.equal(limiter.size, 1);
  limiter.sweep(500);
  assert.equal(limiter.size, 0);
});
