import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { DAY, HOUR, MINUTE, SECOND } from "../../lib/clock.ts";
import { DAY_NAMES, dueAt, isSomebodyThere, openHours, parseHours } from "./hours.ts";

const at = (text: string) => Date.parse(text);
const OFFICE = parseHours("mon-fri 09:00-18:00 Europe/Paris; on-call none");

describe("declared hours", () => {
  test("are read with their days, times and zones, and several parts add up", () => {
    const span = { days: [1, 2, 3, 4, 5], times: [[540, 1080]], zone: "Europe/Paris" };
    assert.deepEqual(parseHours("24/7"), { ordinary: "always", onCall: "always" });
    assert.deepEqual(parseHours("mon-fri 09:00-18:00 Europe/Paris"), { ordinary: [span], onCall: "always" });
    assert.deepEqual(OFFICE, { ordinary: [span], onCall: [] });
    assert.deepEqual(parseHours(" Mon-Fri  09:00-18:00 Europe/Paris ;ON-CALL 24/7"), {
      ...{ ordinary: [span], onCall: "always" },
    });
    assert.deepEqual(parseHours("wed,fri-mon 09:00-12:30 22:00-06:00 UTC; tue 00:00-24:00 America/Toronto"), {
      ordinary: [
        {
          ...{ days: [1, 3, 5, 6, 0], zone: "UTC" },
          times: [
            [540, 750],
            [1320, 1800],
          ],
        },
        { days: [2], times: [[0, 1440]], zone: "America/Toronto" },
      ],
      onCall: "always",
    });
    assert.equal(parseHours("mon 09:00-18:00 UTC; 24/7").ordinary, "always");
  });

  const WRONG: [string, RegExp][] = [
    ["", /"" is not days, times and a time zone/],
    ["mon-fri 09:00-18:00 Europe/Paris;", /"" is not days/],
    ["always", /"always" is not days/],
    ["none", /"none" is not days/],
    ["mon-fri Europe/Paris", /is not days, times and a time zone/],
    ["on-call 24/7", /only who is on call/],
    ["24/7; on-call", /"" is not days/],
    ["24/7; on-call none; on-call 24/7", /stands beside another one/],
    ["monday 09:00-18:00 UTC", /"monday" is not a day/],
    ["mon-tue-wed 09:00-18:00 UTC", /"mon-tue-wed" is not a day/],
    ["mon, 09:00-18:00 UTC", /"" is not a day/],
    ["mon 9-18 UTC", /"9-18" is not a time from 00:00 to 24:00/],
    ["mon 24:00-06:00 UTC", /is not a time/],
    ["mon 09:00-24:01 UTC", /is not a time/],
    ["mon 09:00-09:00 UTC", /is not a time/],
    ["mon 09:60-18:00 UTC", /is not a time/],
    ["mon 09:00-09:30 UTC", /less than an hour in a week/],
    ["mon 09:00-18:00 Europe/Exampleville", /is not a time zone such as Europe\/Paris/],
    ["mon 09:00-18:00 +01:00", /is not a time zone/],
  ];
  for (const [text, problem] of WRONG) {
    test(`that are wrong say where and what would be right: ${text || "(nothing)"}`, () => {
      assert.throws(
        () => parseHours(text),
        ({ message }: Error) => {
          assert.match(message, /^must be hours such as "mon-fri/);
          assert.match(message, problem);
          return true;
        },
      );
    });
  }

  test("never make anything but hours or an error that says what is right", () => {
    const words = fc.constantFrom(
      "mon",
      "sat-sun",
      "24/7",
      "on-call",
      "none",
      ";",
      "UTC",
      "09:00-17:00",
      "x",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((list) => list.join(" ")),
        ),
        (text) => {
          try {
            assert.ok(parseHours(text).ordinary.length > 0);
          } catch (error) {
            assert.match((error as Error).message, /^must be hours such as/);
          }
        },
      ),
    );
  });
});

describe("when a clock that runs only while somebody is there has run out", () => {
  // 23 November 2026 is a Monday; Paris is an hour ahead of UTC in winter and two in summer.
  const DUE: [string, string, number, string][] = [
    ["in the middle of a day", "2026-11-23T09:00:00Z", 4 * HOUR, "2026-11-23T13:00:00Z"],
    ["over the evening", "2026-11-23T16:00:00Z", 4 * HOUR, "2026-11-24T11:00:00Z"],
    ["before the morning", "2026-11-23T05:00:00Z", 4 * HOUR, "2026-11-23T12:00:00Z"],
    ["over a weekend", "2026-11-27T15:00:00Z", 4 * HOUR, "2026-11-30T10:00:00Z"],
    ["to the very end of a day", "2026-11-23T13:00:00Z", 4 * HOUR, "2026-11-23T17:00:00Z"],
    ["over eight working days", "2026-11-23T08:00:00Z", 72 * HOUR, "2026-12-02T17:00:00Z"],
    ["over the night summer time begins", "2026-03-27T16:00:00Z", 2 * HOUR, "2026-03-30T08:00:00Z"],
    ["over the night summer time ends", "2026-10-23T15:00:00Z", 2 * HOUR, "2026-10-26T09:00:00Z"],
  ];
  for (const [what, from, after, due] of DUE) {
    test(what, () => {
      for (const riskToLife of [false, true])
        assert.equal(
          new Date(dueAt(at(from), after, OFFICE, riskToLife)).toISOString().slice(0, 19),
          due.slice(0, -1),
        );
    });
  }

  test("for a risk to life it runs while somebody is on call as well", () => {
    const saturday = at("2026-11-28T12:00:00Z");
    const declared = parseHours("mon-fri 09:00-18:00 Europe/Paris");
    assert.equal(dueAt(saturday, 15 * MINUTE, declared, true), saturday + 15 * MINUTE);
    assert.equal(dueAt(saturday, HOUR, declared, false), at("2026-11-30T09:00:00Z"));
    const weekend = parseHours("mon-fri 09:00-18:00 Europe/Paris; on-call sat 14:00-15:00 Europe/Paris");
    assert.equal(dueAt(saturday, 15 * MINUTE, weekend, true), at("2026-11-28T13:15:00Z"));
    assert.equal(dueAt(saturday, 2 * HOUR, weekend, true), at("2026-11-30T09:00:00Z"));
    assert.equal(dueAt(saturday, HOUR, weekend, false), at("2026-11-30T09:00:00Z"));
  });

  test("people in two time zones count once where their hours overlap", () => {
    const two = parseHours("mon-fri 09:00-18:00 Europe/Paris; mon-fri 09:00-18:00 America/Toronto");
    // 08:00 to 17:00 and 14:00 to 23:00 UTC: fifteen hours of a day.
    assert.equal(dueAt(at("2026-11-23T08:00:00Z"), 16 * HOUR, two, false), at("2026-11-24T09:00:00Z"));
  });

  test("a night that has no 02:30 is shorter, one that has two is longer", () => {
    const nights = parseHours("sat 22:00-06:00 Europe/Paris");
    assert.equal(dueAt(at("2026-03-28T12:00:00Z"), 7 * HOUR, nights, false), at("2026-03-29T04:00:00Z"));
    assert.equal(dueAt(at("2026-10-24T12:00:00Z"), 9 * HOUR, nights, false), at("2026-10-25T05:00:00Z"));
    const skipped = parseHours("sun 02:00-03:00 Europe/Paris; mon 00:00-01:00 UTC");
    assert.equal(dueAt(at("2026-03-28T12:00:00Z"), 0, skipped, false), at("2026-03-30T00:00:00Z"));
    const half = parseHours("sun 01:30-02:30 Europe/Paris");
    assert.equal(dueAt(at("2026-03-28T12:00:00Z"), 30 * MINUTE, half, false), at("2026-03-29T01:00:00Z"));
  });

  const hhmm = (n: number) => `${`${Math.floor(n / 60)}`.padStart(2, "0")}:${`${n % 60}`.padStart(2, "0")}`;
  const part = fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...DAY_NAMES), { minLength: 1 }),
      fc
        .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 60, max: 1380 }))
        .map(
          ([from, length]) => [from, from + length > 1440 ? from + length - 1440 : from + length] as const,
        ),
      fc.constantFrom("Europe/Paris", "America/Toronto", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"),
    )
    .map(([days, [from, to], zone]) => `${days.join(",")} ${hhmm(from)}-${hhmm(to)} ${zone}`);
  const someHours = fc
    .tuple(
      fc.array(part, { minLength: 1, maxLength: 2 }),
      fc.constantFrom("", "; on-call none", "; on-call 24/7"),
    )
    .map(([parts, onCall]) => parseHours(parts.join("; ") + onCall));
  const moment = fc.integer({ min: at("2026-01-01T00:00:00Z"), max: at("2028-01-01T00:00:00Z") });
  const after = fc.integer({ min: 0, max: 72 * HOUR });

  /** Whether the wall of one of the zones shows a declared time; asked of another formatter than the code's. */
  function wallSaysOpen(when: number, hours: ReturnType<typeof parseHours>, riskToLife: boolean): boolean {
    const open = openHours(hours, riskToLife);
    if (open === "always") return true;
    return open.some(({ days, times, zone }) => {
      const [weekday = "", time = ""] = new Date(when)
        .toLocaleString("en-GB", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit" })
        .toLowerCase()
        .split(/,? /);
      const day = DAY_NAMES.indexOf(weekday);
      const [h = 0, m = 0] = time.split(":").map(Number);
      const minute = h * 60 + m;
      return times.some(
        ([from, to]) =>
          (days.includes(day) && from <= minute && minute < to) ||
          (days.includes((day + 6) % 7) && from <= minute + 1440 && minute + 1440 < to),
      );
    });
  }
  const nearChange = (when: number) =>
    ["Europe/Paris", "America/Toronto", "Australia/Lord_Howe"].some((timeZone) => {
      const offset = (t: number) =>
        new Date(t).toLocaleString("en", { timeZone, timeZoneName: "longOffset" }).slice(-6);
      return offset(when - 2 * HOUR) !== offset(when + 2 * HOUR);
    });

  test("it is never earlier than without hours, and just that when somebody is always there", () => {
    fc.assert(
      fc.property(moment, after, someHours, fc.boolean(), (from, ms, hours, risk) => {
        assert.ok(dueAt(from, ms, hours, risk) >= from + ms);
        assert.ok(dueAt(from, ms, hours, true) <= dueAt(from, ms, hours, false));
        assert.equal(dueAt(from, ms, parseHours("24/7"), risk), from + ms);
      }),
      { numRuns: 60 },
    );
  });

  test("a later start is never due earlier, and neither is a longer wait", () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 0, max: 8 * DAY }),
        after,
        after,
        someHours,
        (from, gap, a, b, hours) => {
          assert.ok(dueAt(from + gap, a, hours, false) >= dueAt(from, a, hours, false));
          assert.ok(dueAt(from, a + b, hours, false) >= dueAt(from, a, hours, false));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("it is inside the declared hours, on the wall of whoever is there", () => {
    fc.assert(
      fc.property(moment, after, someHours, fc.boolean(), (from, ms, hours, risk) => {
        const due = dueAt(from, ms, hours, risk);
        if (nearChange(due)) return;
        assert.ok(wallSaysOpen(due, hours, risk) || wallSaysOpen(due - SECOND, hours, risk));
        if (!nearChange(from))
          assert.equal(isSomebodyThere(from, hours, risk), wallSaysOpen(from, hours, risk));
      }),
      { numRuns: 120 },
    );
  });

  test("waiting in two steps is waiting once", () => {
    fc.assert(
      fc.property(moment, after, fc.integer({ min: 1, max: 72 * HOUR }), someHours, (from, a, b, hours) => {
        assert.equal(dueAt(dueAt(from, a, hours, false), b, hours, false), dueAt(from, a + b, hours, false));
      }),
      { numRuns: 40 },
    );
  });
});
