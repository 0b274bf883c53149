import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseHours } from "../hours.ts";
import { hoursText, moment, zoneOf } from "./hours-text.ts";
import { emergencyText, linesOf } from "./lines.ts";

// A Monday morning and a Saturday noon in Paris.
const MONDAY = Date.parse("2026-11-23T09:00:00Z");
const SATURDAY = Date.parse("2026-11-28T11:00:00Z");
const say = (hours: string, language: "fr" | "en", people: number, now: number) =>
  hoursText(parseHours(hours), language, people, {
    now,
    emergency: emergencyText(language, linesOf("FR")),
  }).replaceAll("\u00a0", " ");

describe("who looks and when", () => {
  const SAID: [string, number, number, string, string][] = [
    [
      ...(["24/7", 1, SATURDAY] as const),
      "Une personne lit les signalements, à toute heure, tous les jours.",
      "One person reads reports, at any hour, every day.",
    ],
    [
      ...(["mon-fri 09:00-18:00 Europe/Paris", 3, SATURDAY] as const),
      "Trois personnes lisent les signalements, du lundi au vendredi de 9 h à 18 h (fuseau horaire Europe/Paris). Si une vie est en danger, quelqu'un est d'astreinte jour et nuit.",
      "Three people read reports, Monday to Friday from 09:00 to 18:00 (time zone Europe/Paris). If a life is at risk, somebody is on call day and night.",
    ],
    [
      ...(["mon-fri 09:00-18:00 Europe/Paris; on-call none", 2, MONDAY] as const),
      "Deux personnes lisent les signalements, du lundi au vendredi de 9 h à 18 h (fuseau horaire Europe/Paris). Le reste du temps il n'y a personne, même d'astreinte : si quelqu'un est en danger, appelez le 17 ou le 112.",
      "Two people read reports, Monday to Friday from 09:00 to 18:00 (time zone Europe/Paris). At other times nobody is here, not even on call: if anybody is in danger, call 17 or 112.",
    ],
    [
      ...(["mon-fri 09:00-18:00 Europe/Paris; on-call none", 1, SATURDAY] as const),
      "Une personne lit les signalements, du lundi au vendredi de 9 h à 18 h (fuseau horaire Europe/Paris). En ce moment, il n'y a personne, même d'astreinte : si quelqu'un est en danger, appelez le 17 ou le 112. Quelqu'un sera là le lundi 30 novembre à 9 h (fuseau horaire Europe/Paris).",
      "One person reads reports, Monday to Friday from 09:00 to 18:00 (time zone Europe/Paris). Right now nobody is here, not even on call: if anybody is in danger, call 17 or 112. Somebody will be here on Monday 30 November at 09:00 (time zone Europe/Paris).",
    ],
    [
      ...([
        "mon,wed-fri 09:00-12:30 14:00-18:00 Europe/Paris; on-call sat,sun 10:00-24:00 Europe/Paris",
        1,
        SATURDAY,
      ] as const),
      "Une personne lit les signalements, le lundi et du mercredi au vendredi de 9 h à 12 h 30 et de 14 h à 18 h (fuseau horaire Europe/Paris). Si une vie est en danger, quelqu'un est aussi d'astreinte le samedi et le dimanche de 10 h à 24 h (fuseau horaire Europe/Paris).",
      "One person reads reports, Monday and Wednesday to Friday from 09:00 to 12:30 and from 14:00 to 18:00 (time zone Europe/Paris). If a life is at risk, somebody is on call as well: Saturday and Sunday from 10:00 to 24:00 (time zone Europe/Paris).",
    ],
    [
      ...(["sun-sat 22:00-06:00 UTC; mon 09:00-17:30 America/Toronto; on-call 24/7", 4, MONDAY] as const),
      "Quatre personnes lisent les signalements, tous les jours de 22 h à 6 h (fuseau horaire UTC) ; le lundi de 9 h à 17 h 30 (fuseau horaire America/Toronto). Si une vie est en danger, quelqu'un est d'astreinte jour et nuit.",
      "Four people read reports, every day from 22:00 to 06:00 (time zone UTC); Monday from 09:00 to 17:30 (time zone America/Toronto). If a life is at risk, somebody is on call day and night.",
    ],
  ];
  for (const [hours, people, now, fr, en] of SAID) {
    test(`is said in both languages: ${hours}, ${people}, ${now === MONDAY ? "Monday" : "Saturday"}`, () => {
      assert.equal(say(hours, "fr", people, now), fr);
      assert.equal(say(hours, "en", people, now), en);
    });
  }
});

test("a time is told as it is on the desk's wall", () => {
  const paris = parseHours("mon-fri 09:00-18:00 Europe/Paris");
  const at = Date.UTC(2026, 10, 23, 18, 9);
  assert.equal(
    moment(at, "fr", zoneOf(paris, "CA")),
    "23 novembre 2026 à 19:09 (fuseau horaire Europe/Paris)",
  );
  assert.equal(moment(at, "en", zoneOf(parseHours("24/7"), "CA")), "23 November 2026 at 18:09 UTC");
  assert.equal(zoneOf(parseHours("24/7"), "FR"), "Europe/Paris");
});
