import sharp from "sharp";
import { answerParent } from "../../lib/answer-parent.ts";
import { cleanHere } from "./clean.ts";

/** The child process of media.ts: a file in, what it discloses and a clean copy out. */
sharp.cache(false);
sharp.concurrency(1);
// Whatever a file pretends to be, no other decoder of libvips is reached.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["Jpeg", "Png", "Webp", "Nsgif", "Heif"].map((format) => `VipsForeignLoad${format}Buffer`),
});

answerParent(cleanHere);
