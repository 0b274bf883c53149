import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { run } from "./house.ts";

const root = mkdtempSync(join(tmpdir(), "rempart-start-"));
after(() => rmSync(root, { recursive: true }));

describe("a desk that cannot start says why, and ends", { timeout: 60_000 }, () => {
  test("every fault of its configuration at once, no secret among them", async () => {
    const { code, error } = await run(["desk"], {
      ...{ REMPART_LISTEN: "nowhere", REMPART_PUBLIC_URL: "ftp://x", REMPART_CAPTURE_DELAY_MINUTES: "soon" },
      ...{ REMPART_SMTP_URL_FILE: join(root, "missing"), REMPART_DATABASE_URL: "postgres://u:SECRET@h/d" },
    });
    assert.equal(code, 1);
    for (const name of ["LISTEN", "PUBLIC_URL", "CAPTURE_DELAY_MINUTES", "SMTP_URL_FILE"]) {
      assert.match(error, new RegExp(`^ {2}REMPART_${name}: `, "m"));
    }
    assert.ok(!error.includes("SECRET"));
    const { out } = await run(["desk", "--print-config"], {
      REMPART_DATABASE_URL: "postgres://u:SECRET@h/d",
    });
    assert.equal(JSON.parse(out).databaseUrl, "[secret]");
  });

  test("no vault", async () => {
    const { code, error } = await run(["desk"], { REMPART_DATA: join(root, "alone") });
    assert.equal(code, 1);
    assert.match(error, /^rempart: the vault does not answer on its socket \(ENOENT\)$/m);
  });

  test("a data folder that is a file", async () => {
    writeFileSync(join(root, "file"), "");
    for (const command of ["desk", "vault"]) {
      const { code, error } = await run([command], { REMPART_DATA: join(root, "file") });
      assert.equal(code, 1, command);
      assert.match(error, /folder \S+file\S* cannot be used \(ENOTDIR\)/, command);
      assert.ok(!error.includes("    at "), "no stack for what the operator can mend");
    }
  });

  const canBecomeNobody = process.getuid?.() === 0;
  test("a data folder that is somebody else's", {
    skip: !canBecomeNobody && "needs to run as root",
  }, async () => {
    const folder = join(root, "theirs");
    mkdirSync(folder, { mode: 0o700 });
    chmodSync(root, 0o755);
    for (const command of ["desk", "vault"]) {
      const { code, error } = await run([command], { REMPART_DATA: folder }, { uid: 65534, gid: 65534 });
      assert.equal(code, 1, command);
      assert.match(error, /folder \S+theirs\S* cannot be used \(EACCES\)/, command);
    }
  });
});
