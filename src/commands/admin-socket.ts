import { request } from "node:http";
import { asText, EnvReader } from "../lib/env.ts";
import { RempartError } from "../lib/errors.ts";

/** The installation's folder, REMPART_DATA. */
export function dataFolder(): string {
  const reader = new EnvReader();
  const folder = reader.get("DATA", asText, "data");
  reader.finish();
  return folder;
}

/** Calls the running desk's API over its admin socket in the data folder; throws the desk's own problem. */
export function adminCall<T = unknown>(
  folder: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        socketPath: `${folder}/desk/admin.sock`,
        method,
        path,
        headers: { "content-type": "application/json" },
      },
      async (answer) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of answer) chunks.push(chunk as Buffer);
          const text = Buffer.concat(chunks).toString("utf8");
          const value = text === "" ? undefined : JSON.parse(text);
          if ((answer.statusCode ?? 500) < 300) resolve(value);
          else reject(new RempartError(value.code, answer.statusCode ?? 500, value.title));
        } catch (error) {
          reject(error);
        }
      },
    );
    call.on("error", (error: NodeJS.ErrnoException) =>
      reject(new RempartError("admin.down", 503, `no desk is running on this data folder (${error.code})`)),
    );
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
