import sharp from "sharp";
import { RempartError } from "../../lib/errors.ts";
import { type CleanMedia, cleanHere } from "./clean.ts";
import { unreadable } from "./sniffed.ts";

/** What the child of media.ts answers, one message per file. */
export type Reply =
  | { readonly cleaned: CleanMedia }
  | { readonly refused: { readonly code: string; readonly message: string } };

sharp.cache(false);
sharp.concurrency(1);
// Whatever a file pretends to be, no other decoder of libvips is reached.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["Jpeg", "Png", "Webp", "Nsgif", "Heif"].map((format) => `VipsForeignLoad${format}Buffer`),
});

process.on("message", (bytes: Uint8Array) => {
  cleanHere(bytes).then(
    (cleaned) => process.send?.({ cleaned } satisfies Reply),
    (error) => {
      const { code, message } = error instanceof RempartError ? error : unreadable();
      process.send?.({ refused: { code, message } } satisfies Reply);
    },
  );
});
