/** The parts of an RDAP document (RFC 9083) that lead to an abuse desk; everything else in it is left unread. */
export interface RdapEntity {
  readonly roles: readonly string[];
  readonly vcard: readonly unknown[];
}

/** Deep enough for every nesting seen in the wild, shallow enough for a hostile document. */
const MAX_DEPTH = 6;

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Entities with a role, outermost first; registrars carry their abuse entity inside their own. */
export function entitiesWithRole(document: unknown, role: string): readonly RdapEntity[] {
  const found: RdapEntity[] = [];
  let level: readonly unknown[] = [document];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    level = level.flatMap((parent) => asArray(asRecord(parent).entities));
    for (const entity of level) {
      const { roles, vcardArray } = asRecord(entity);
      const names = asArray(roles).filter((one) => typeof one === "string");
      if (names.includes(role)) found.push({ roles: names, vcard: asArray(asArray(vcardArray)[1]) });
    }
  }
  return found;
}

/** Text values of one jCard property (RFC 7095: [name, parameters, type, value…]), "tel:" and "mailto:" taken off. */
export function vcardText(entity: RdapEntity, property: string): readonly string[] {
  return entity.vcard
    .filter((line) => asArray(line)[0] === property)
    .flatMap((line) => asArray(line).slice(3))
    .filter((value) => typeof value === "string")
    .map((value) => value.trim().replace(/^(?:mailto|tel):/i, ""))
    .filter((value) => value !== "");
}
