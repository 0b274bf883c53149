import assert from "node:assert/strict";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { silentLog } from "../../../lib/log.ts";
import { followMailCertificate, readMailCertificate } from "./certificate.ts";
import { selfSigned } from "./testing/smtp.ts";

const folderOf = () => mkdtempDisposable(join(tmpdir(), "rempart-mail-"));

test("a certificate and its key are one file or two", async () => {
  await using folder = await folderOf();
  const pair = await selfSigned("desk.example");
  await writeFile(join(folder.path, "one.pem"), `${pair.cert}\n${pair.key}`);
  await writeFile(join(folder.path, "two.crt"), pair.cert);
  await writeFile(join(folder.path, "two.key"), pair.key);
  assert.match((await readMailCertificate(join(folder.path, "one.pem"))).key, /PRIVATE KEY/);
  assert.deepEqual(await readMailCertificate(join(folder.path, "two.crt")), pair);
});

test("a pair that does not belong together is refused without a word of it", async () => {
  await using folder = await folderOf();
  const [one, two] = [await selfSigned("desk.example"), await selfSigned("desk.example")];
  const path = join(folder.path, "x.pem");
  for (const text of [`${one.cert}\n${two.key}`, one.cert, "secret", ""]) {
    await writeFile(path, text);
    await assert.rejects(
      readMailCertificate(path),
      ({ code, message }: { code: string; message: string }) => {
        assert.equal(code, "certificate.invalid");
        assert.doesNotMatch(message, /secret|BEGIN/);
        return true;
      },
    );
  }
  await assert.rejects(readMailCertificate(join(folder.path, "none.crt")), { code: "certificate.invalid" });
});

test("a new certificate is told of when its file changes", async () => {
  await using folder = await folderOf();
  const path = join(folder.path, "desk.pem");
  const pairs = [await selfSigned("desk.example"), await selfSigned("desk.example")];
  const write = (i: number) => writeFile(path, `${pairs[i]!.cert}\n${pairs[i]!.key}`);
  const told = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  let count = 0;
  await write(0);
  using _ = followMailCertificate(path, ({ cert }) => told[count++]?.resolve(cert), silentLog);
  assert.ok((await told[0]!.promise).includes(pairs[0]!.cert.slice(0, 200)));
  await write(1);
  assert.ok((await told[1]!.promise).includes(pairs[1]!.cert.slice(0, 200)));
});
