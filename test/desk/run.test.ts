import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { after, before, describe, test } from "node:test";
import { CLI, House, run } from "./house.ts";

describe("a desk that runs", { timeout: 60_000 }, () => {
  let house: House;
  before(async () => {
    house = await House.open();
  });
  after(() => house?.close());
  const env = (change: NodeJS.ProcessEnv = {}) => ({
    ...{ REMPART_DATA: house.world.path("data"), REMPART_DNS_SERVERS: "127.0.0.1:1", ...change },
  });

  test("keeps a second one off its folder, and a second vault off the vault's, naming the process", async () => {
    const desk = await run(
      ["desk"],
      env({ REMPART_LISTEN: "127.0.0.1:0", REMPART_FEED_LISTEN: "127.0.0.1:0" }),
    );
    assert.equal(desk.code, 1);
    assert.match(desk.error, /the data folder is in use by process \d+ /);
    const vault = await run(["vault"], env());
    assert.equal(vault.code, 1);
    assert.match(vault.error, /the data folder is in use by process \d+ /);
    assert.equal((await house.ask("/healthz")).status, 200);
  });

  test("ends by itself when told to, with what was asked answered and the locks free", async () => {
    const { world } = house;
    const receipt = await house.report("/salon/un");
    const asked = Array.from({ length: 10 }, () => house.report("/salon/deux"));
    await asked[0];
    await world.stop("desk");
    const answers = await Promise.allSettled(asked);
    const files = ["desk/db/lock", "desk/ledger/writer.lock", "desk/admin.sock"];
    assert.deepEqual(
      files.filter((file) => existsSync(world.path("data", file))),
      [],
    );
    await world.stop("vault");
    assert.equal(existsSync(world.path("data", "vault", "lock")), false);

    await world.startVault();
    await world.startDesk();
    assert.equal(world.firstRunUrl, undefined, "there are people: no link for a first one");
    await house.signInAgain();
    const status = await house.ask("/api/reports/status", {
      method: "POST",
      body: JSON.stringify({ receipt }),
    });
    assert.equal(JSON.parse(status.text).status, "received");
    const answered = answers.filter(({ status: how }) => how === "fulfilled").length;
    const reports = (await house.cases()).reduce((sum, one) => sum + one.reports, 0);
    assert.ok(reports >= 1 + answered, `${reports} reports kept, ${answered} of the later ones answered`);
  });

  test("names a port that is taken, and lets go of the folder", async () => {
    await house.world.stop("desk");
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, "127.0.0.1", resolve));
    const { port } = squatter.address() as { port: number };
    const taken = `127.0.0.1:${port}`;
    const free = "127.0.0.1:0";
    const desk = await run(["desk"], env({ REMPART_LISTEN: taken, REMPART_FEED_LISTEN: free }));
    assert.equal(desk.code, 1);
    assert.match(desk.error, new RegExp(`the desk cannot listen: port ${port} on 127.0.0.1 is taken`));
    squatter.close();

    const settings = env({ REMPART_LISTEN: free, REMPART_FEED_LISTEN: free });
    const started = fork(CLI, ["desk"], {
      env: settings,
      execArgv: ["--conditions=rempart-src"],
      stdio: "ignore",
    });
    await once(started, "message"); // ready
    started.kill("SIGTERM");
    assert.deepEqual(await once(started, "exit"), [0, null], "and one that is told to end exits with 0");
  });

  test("writes nothing of what people sent into its logs", async () => {
    const log = readFileSync(house.world.path("logs", "desk.log"), "utf8");
    assert.match(log, /desk\.ready/);
    assert.doesNotMatch(log, /salon|perchoir/);
  });
});
