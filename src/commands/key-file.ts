import { createPrivateKey, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { badRequest } from "../lib/errors.ts";
import type { Approval } from "../vault/calls.ts";

/** As the console writes it when a person joins. */
const keyFileSchema = z.object({ person: z.string(), privateKey: z.string() });

/** An approval with the key in a person's key file. Throws `key.file` where that is none. */
export async function approvalBy(file: string, hash: string): Promise<Approval> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw badRequest("key.file", `cannot read ${file} (${error.code})`);
  });
  try {
    const { person, privateKey } = keyFileSchema.parse(JSON.parse(text));
    const signature = sign(null, Buffer.from(hash, "hex"), createPrivateKey(privateKey));
    return { person, signature: signature.toString("base64") };
  } catch {
    throw badRequest("key.file", `${file} is not a person's key file, as the console saves it`);
  }
}
