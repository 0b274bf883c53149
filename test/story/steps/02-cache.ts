import { api } from "../../world/http.ts";
import { observed, type Step } from "../story.ts";

const GETS = 1_000;
const AT_ONCE = 50;

export const cache: Step = {
  number: 2,
  title: "1,000 GETs of a thread: one fetch at the origin",
  async run(story) {
    const [edge] = story.edges;
    const control = story.world.origin.control;
    const count = async () =>
      (await api<Record<string, number>>(control, "GET", "/__count"))[story.thread] ?? 0;
    const before = await count();
    let asked = 0;
    const hits: boolean[] = [];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (asked < GETS) {
          asked += 1;
          const { status, headers } = await story.get(edge!, story.thread);
          observed(status === 200, "every GET is answered 200");
          hits.push(/;\s*hit/.test(String(headers["cache-status"])) && headers.age !== undefined);
        }
      }),
    );
    const fetched = (await count()) - before;
    const hitCount = hits.filter(Boolean).length;
    observed(fetched === 1, `one fetch at the origin, not ${fetched}`);
    observed(hitCount >= GETS - AT_ONCE, `hits with Age and Cache-Status (${hitCount} of ${GETS})`);
    return `${GETS} GETs, ${fetched} fetch at the origin, ${hitCount} hits, the rest joined the one fetch`;
  },
};
