import type { Fields } from "../http/fields.ts";

type RequestBody = AsyncIterable<Uint8Array>;

/** A visitor's body went on beyond what its site takes. */
export class BodyTooLarge extends Error {}

/** Does the request say itself that its body is too large? */
export const declaresMore = (request: Fields, maxBytes: number): boolean =>
  Number(request.get("content-length") ?? 0) > maxBytes;

/**
 * The same body, which throws BodyTooLarge in place of the chunk that goes beyond `maxBytes`. The visitor's stream is then left
 * as it is: whoever destroys it takes away the connection on which they are to be told.
 */
export const atMost = (body: RequestBody, maxBytes: number): RequestBody => ({
  [Symbol.asyncIterator]: () => {
    const chunks = body[Symbol.asyncIterator]();
    let bytes = 0;
    return {
      next: async () => {
        const result = await chunks.next();
        if (result.done !== true) bytes += result.value.length;
        if (bytes > maxBytes) throw new BodyTooLarge();
        return result;
      },
      return: async () => {
        await chunks.return?.();
        return { done: true, value: undefined };
      },
    };
  },
});
