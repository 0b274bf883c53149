import { Claims } from "../claims.ts";
import { inOriginal, type Reading } from "../reading.ts";
import type { Finding } from "../types.ts";
import { onlineAccount } from "./accounts.ts";
import { address } from "./address.ts";
import { bankAccount, paymentCard } from "./bank.ts";
import { birthDate } from "./birth-date.ts";
import { coordinates } from "./coordinates.ts";
import { isDisguised, whereDisguised } from "./disguise.ts";
import { email } from "./email.ts";
import { familyMember } from "./family.ts";
import type { Finder } from "./finder.ts";
import { identityNumber } from "./identity.ts";
import { currentLocation } from "./location.ts";
import { ipAddress } from "./network.ts";
import { phone } from "./phone.ts";
import { vehiclePlate } from "./plate.ts";
import { Runs } from "./runs.ts";
import { workplaceOrSchool } from "./workplace.ts";

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
  address,
  vehiclePlate,
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
  const prepared = readings.map((reading) =>
    reading.hidden ? whereDisguised(reading) : { reading, runs: new Runs(reading.text, reading.digits) },
  );
  const search = (finder: Finder, claims: Claims) => {
    for (const { reading, runs } of prepared) collect(finder, reading, runs, claims, found);
  };
  for (const finder of STRUCTURED) search(finder, structured);
  if (frames) for (const finder of FRAMES) search(finder, new Claims(length));
  return found;
}

function collect(finder: Finder, reading: Reading, runs: Runs, claims: Claims, found: Finding[]): void {
  if (!finder.gate(reading)) return;
  for (const { start, end, confidence, reasons } of finder.find(reading, runs)) {
    const span = inOriginal(reading, { start, end });
    if (reading.hidden && !isDisguised(reading, span, reading.text.slice(start, end))) continue;
    if (!claims.take(span)) continue;
    found.push({
      kind: finder.kind,
      ...span,
      confidence: reading.hidden ? confidence * 0.9 : confidence,
      reasons: reading.hidden ? [...reasons, HIDDEN] : reasons,
    });
  }
}
