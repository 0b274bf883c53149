import { lines } from "../pattern.ts";
import { after, before, type Reading } from "../reading.ts";

/** How a number is introduced between its name and itself: "n°", "no.", "number is", ":", "#". */
const UP_TO = "(?: ?(?:n°|no\\b\\.?|nr\\b|num(?:ero|ber)?\\b|code|id|client|is|est|de|#|:|=))* ?[\"'#]?$";

/**
 * Names of numbers that many things have and that lead to no person: whatever follows them directly is such a
 * number, however much it looks like another.
 */
const THING = new RegExp(lines`
  (?:\b(?:siret|siren|rcs|ape|naf|tva|vat|ein|rna|duns|isbn(?:-1[03])?|issn|ean|upc|gtin|asin|sku|doi|pmid|arxiv|barcode
  |code-barres?|ref|refs|reference|references|commande|order|facture|invoice|devis|quote|tracking|colis
  |parcel|suivi|shipment|expedition|fedex|ups|usps|chronopost|colissimo|dossier|ticket|case|claim|docket
  |serie|serial|version|build|firmware|release|rpps|adeli|finess|bug|issue|article|item|produit|product
  |part|piece|model|modele|lot|batch|contrat|contract|policy|police|marche|exhibit|patent|brevet
  |autorisation|authorization|confirmation|reclamation|garantie|warranty|inventaire|inventory|adherent
  |member|membre|client|customer|promo|coupon|code|pin|timestamp|horodatage|ts|commit|revision|transaction
  |loto|lottery|tirage|draw|timestamp|uid|gid|pid|port|pourvoi|decret|arrete|loi|bill|po|nsn|cas|cerfa
  |engine|moteur|lettre recommandee)\b\.?
  |[$€£])${UP_TO}
`);

/** Numbers that were drawn, however far the day of the draw is from them. */
const DRAWN = /\b(?:loto|lottery|lotto|tirage|draw|euromillions|keno|powerball|jackpot)\b/;

/** Whether the number at `at` is introduced as the number of a thing. */
export function isOfAThing(reading: Reading, at: number): boolean {
  const lead = before(reading, at, 48);
  return THING.test(lead) || DRAWN.test(lead);
}

const UNIT = new RegExp(lines`
  ^ ?(?:[€$£%]|(?:euros?|dollars?|octets?|bytes?|bits?|lignes?|lines|rows|habitants?|people|personnes|vues
  |views|fois|times|km|m2|metres?|pixels|px|ms|secondes?|seconds?|items|points|visitors|visiteurs
  |exemplaires|copies|abonnes|followers)\b)
`);

/** Whether the number that ends at `at` counts or measures something. */
export const isMeasured = (reading: Reading, at: number): boolean => UNIT.test(after(reading, at, 16));

/**
 * The words before `at`, at most `length` units, over one line end where the value stands alone on the line
 * below its label.
 */
export function labelBefore(reading: Reading, at: number, length: number): string {
  const near = before(reading, at, length);
  if (/\S/.test(near)) return near;
  const lineStart = at - near.length;
  return lineStart > 0 && reading.text[lineStart - 1] === "\n"
    ? before(reading, lineStart - 1, length).trimEnd()
    : near;
}
