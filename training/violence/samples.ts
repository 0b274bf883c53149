import type { Example } from "./data.ts";
import { OUTPUTS, type Sample } from "./learn.ts";
import { featuresIn, passagesIn } from "./passages.ts";

/** How much a line counts, by where it comes from. */
const HARD = 0.5;
const TESTED = 6;
const PUBLIC = 0.5;
const UNLABELLED = 0.3;
/** Series of our own lines that are harder than life: they would teach that blunt words are half harmless. */
const HARD_SERIES = /^(?:en|fr)-[123]$/;

/**
 * A text as the learner sees it. Unlabelled public texts are taken as harmless where no frame speaks against it,
 * and left out otherwise (weight 0).
 */
export function sampleOf(example: Example): Sample {
  const passages = passagesIn(example.text);
  const fires = passages.some(({ matches }) => matches.length > 0);
  const kind = (name: string) => (example.kind === undefined ? undefined : example.kind === name ? 1 : 0);
  return {
    passages: passages.map(featuresIn),
    targets: [example.any ? 1 : 0, ...OUTPUTS.slice(1).map(kind)],
    weight: weightOf(example, fires),
  };
}

function weightOf({ source, origin }: Example, fires: boolean): number {
  switch (origin) {
    case "own":
      return HARD_SERIES.test(source) ? HARD : 1;
    case "documents":
      return 1;
    case "tested":
      return TESTED;
    case "labelled":
      return PUBLIC;
    default:
      return fires ? 0 : UNLABELLED;
  }
}
