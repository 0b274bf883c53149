import { entitiesWithRole, vcardText } from "../contacts/rdap.ts";

/**
 * Name of the registrar in a domain's RDAP document (RFC 9083 §5.1, role `registrar`). Names of registrants are never
 * read.
 */
export function registrarOf(document: unknown): string | undefined {
  const registrar = entitiesWithRole(document, "registrar")[0];
  return registrar === undefined ? undefined : vcardText(registrar, "fn")[0];
}
