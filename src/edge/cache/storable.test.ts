import assert from "node:assert/strict";
import { test } from "node:test";
import { httpDate } from "../http/date.ts";
import { Fields } from "../http/fields.ts";
import { cachePolicy } from "./directives.ts";
import { forbidsStale, isStorable, isWorthStoring } from "./storable.ts";

interface Case {
  readonly rule: string;
  readonly fields: readonly string[];
  readonly status?: number;
  readonly request?: readonly string[];
  readonly stored: boolean;
}

const cc = (value: string): readonly string[] => ["Cache-Control", value];
const AUTH = ["Authorization", "Basic eDp5"];

const CASES: readonly Case[] = [
  { rule: "§3 explicit lifetime", fields: cc("max-age=60"), stored: true },
  { rule: "§3 Expires", fields: ["Expires", httpDate(0)], status: 302, stored: true },
  { rule: "§3 a status that may be kept by itself", fields: [], stored: true },
  { rule: "§3 another status needs a word", fields: [], status: 403, stored: false },
  { rule: "§3 with a word", fields: cc("max-age=60"), status: 403, stored: true },
  { rule: "§5.2.2.5 no-store", fields: cc("max-age=60, no-store"), stored: false },
  { rule: "§5.2.2.7 private", fields: cc("private, max-age=60"), stored: false },
  { rule: "§5.2.2.7 private with names", fields: cc('private="x", max-age=60'), stored: false },
  {
    rule: "RFC 9213 §2.2 the targeted field overrides no-store",
    fields: [...cc("no-store"), "CDN-Cache-Control", "max-age=60"],
    stored: true,
  },
  {
    rule: "RFC 9213 §2.2 and forbids by itself",
    fields: [...cc("max-age=60"), "CDN-Cache-Control", "no-store"],
    stored: false,
  },
  {
    rule: "§5.2.2.3 must-understand with a known status",
    fields: cc("must-understand, no-store, max-age=60"),
    stored: true,
  },
  {
    rule: "§5.2.2.3 must-understand with an unknown status",
    fields: cc("must-understand, max-age=60"),
    status: 299,
    stored: false,
  },
  {
    rule: "§4.1 varies with the visitor's address",
    fields: [...cc("public, max-age=60"), "Vary", "Accept, X-Forwarded-For"],
    stored: false,
  },
  { rule: "§3.5 Authorization", fields: cc("max-age=60"), request: AUTH, stored: false },
  { rule: "§3.5 Authorization and public", fields: cc("public, max-age=60"), request: AUTH, stored: true },
  { rule: "§3.5 Authorization and s-maxage", fields: cc("s-maxage=60"), request: AUTH, stored: true },
  {
    rule: "§3.5 Authorization and must-revalidate",
    fields: cc("must-revalidate, max-age=60"),
    request: AUTH,
    stored: true,
  },
  { rule: "§4.1 Vary: *", fields: [...cc("max-age=60"), "Vary", "Accept, *"], stored: false },
  { rule: "§7.3 a cookie", fields: [...cc("max-age=60"), "Set-Cookie", "sid=1"], stored: false },
  {
    rule: "§7.3 a cookie for all",
    fields: [...cc("public, max-age=60"), "Set-Cookie", "lang=fr"],
    stored: true,
  },
  { rule: "§3.3 partial content", fields: cc("max-age=60"), status: 206, stored: false },
  { rule: "§4.3.4 a 304 is no answer of its own", fields: cc("max-age=60"), status: 304, stored: false },
];
for (const { rule, fields, status = 200, request = [], stored } of CASES) {
  test(`${stored ? "kept" : "not kept"}: ${rule}`, () => {
    const received = new Fields(fields);
    assert.equal(isStorable(new Fields(request), status, received, cachePolicy(received)), stored);
  });
}

test("kept only where it will be of use: fresh, validated or standing in", () => {
  const worth = (fields: readonly string[], ttlMs: number): boolean => {
    const received = new Fields(fields);
    return isWorthStoring(received, cachePolicy(received), ttlMs);
  };
  assert.equal(worth([], 0), false);
  assert.equal(worth([], 1), true);
  assert.equal(worth(["ETag", '"a"'], 0), true);
  assert.equal(worth(["Last-Modified", httpDate(0)], -1), true);
  assert.equal(worth(cc("max-age=0, stale-if-error=60"), 0), true);
  assert.equal(worth(cc("max-age=0, stale-while-revalidate=60"), 0), true);
  assert.equal(worth(cc("max-age=0, stale-while-revalidate=0"), 0), false);
});

test("never stale where it says so: must-revalidate, proxy-revalidate, no-cache (§4.2.4)", () => {
  const strict = (value: string): boolean => forbidsStale(cachePolicy(new Fields(cc(value))));
  for (const value of ["must-revalidate", "proxy-revalidate", "no-cache"]) assert.equal(strict(value), true);
  for (const value of ["max-age=1, stale-if-error=60", "s-maxage=1"]) assert.equal(strict(value), false);
});
