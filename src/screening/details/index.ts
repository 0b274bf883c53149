import { Claims } from "../claims.ts";
import { inOriginal, type Reading } from "../reading.ts";
import type { Finding } from "../types.ts";
import { address } from "./address.ts";
import { birthDate } from "./birth-date.ts";
import { email } from "./email.ts";
import type { Finder } from "./finder.ts";
import { currentLocation } from "./location.ts";
import { coordinates, ipAddress, onlineAccount } from "./network.ts";
import { bankAccount, identityNumber, paymentCard, vehiclePlate } from "./numbers.ts";
import { phone } from "./phone.ts";
import { familyMember, workplaceOrSchool } from "./relations.ts";

/** Kinds that read the same digits: the one with the stronger proof speaks first and keeps them. */
const STRUCTURED: readonly Finder[] = [
  email,
  bankAccount,
  paymentCard,
  identityNumber,
  ipAddress,
  coordinates,
  birthDate,
  phone,
  vehiclePlate,
  address,
  onlineAccount,
];

const HIDDEN = "written so as to escape a search: look-alike characters, spacing or numbers in words";

/** Kinds told by a sentence in French or English; they may overlap with anything. */
const FRAMES: readonly Finder[] = [currentLocation, workplaceOrSchool, familyMember];

/**
 * Every detail in the readings of one text. The second reading, where there is one, adds only what the first
 * did not see, and says that it was hidden. `frames` is false for languages whose sentences we cannot read.
 */
export function findDetails(readings: readonly Reading[], frames: boolean): Finding[] {
  const found: Finding[] = [];
  const length = readings[0]?.original.length ?? 0;
  const structured = new Claims(length);
  for (const finder of STRUCTURED)
    for (const reading of readings) collect(finder, reading, structured, found);
  if (!frames) return found;
  for (const finder of FRAMES) {
    const claims = new Claims(length);
    for (const reading of readings) collect(finder, reading, claims, found);
  }
  return found;
}

function collect(finder: Finder, reading: Reading, claims: Claims, found: Finding[]): void {
  if (!finder.gate(reading)) return;
  for (const { start, end, confidence, reasons } of finder.find(reading)) {
    const span = inOriginal(reading, { start, end });
    if (!claims.take(span)) continue;
    found.push({
      kind: finder.kind,
      ...span,
      confidence: reading.hidden ? confidence * 0.9 : confidence,
      reasons: reading.hidden ? [...reasons, HIDDEN] : reasons,
    });
  }
}
