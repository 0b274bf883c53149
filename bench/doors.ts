import { doorsOf, refuseThread } from "../test/desk/doors.ts";
import { House } from "../test/desk/house.ts";

/**
 * `node --conditions=rempart-src bench/doors.ts`: one thread of the fixture forum is refused; which other doors to the same
 * posts did the desk find, and which are still open. Real processes; what is not closed is printed like the rest.
 */
const house = await House.open({ edges: 1 });
try {
  const { decision } = await refuseThread(house);
  const doors = await doorsOf(house, decision, 0);
  process.stdout.write("state   how     findings  address\n");
  for (const { state, how, findings, url } of doors) {
    const path = url.replace(/^http:\/\//, "");
    process.stdout.write(
      `${state.padEnd(7)} ${how.padEnd(7)} ${String(findings.length).padStart(8)}  ${path}\n`,
    );
  }
  const count = (wanted: string) => doors.filter(({ state }) => state === wanted).length;
  process.stdout.write(
    `${doors.length} doors: ${count("open")} open, ${count("closed")} closed, ${count("clean")} without the finding, ${count("unseen")} not seen\n`,
  );
} finally {
  await house.close();
}
