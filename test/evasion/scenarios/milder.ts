import { type Scenario, scenario } from "../scene.ts";

/** What is no refusal. */
export const milder: readonly Scenario[] = [
  scenario("milder verbs", "too fast, under many spellings", "refused", async (scene, path) => {
    await scene.decide(path, { verb: "rate-limit" });
    const spellings = [path, `${path}?x`, path.replace("/s/", "/%73/"), `/x/..${path}`];
    for (let i = 0; i < 24; i++) await scene.get(spellings[i % 4]!);
    const answer = await scene.get(path.replace("/s/", "//s/"));
    return answer.status === 429 ? "refused" : "served";
  }),
  scenario("milder verbs", "an interstitial with a pass for another", "refused", async (scene, path) => {
    await scene.decide(path, { verb: "interstitial" });
    await scene.decide(`${path}-autre`, { verb: "interstitial" });
    const { headers } = await scene.get(`${path}-autre`);
    const cookie = headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    return cookie === "" ? "neither" : scene.ask(path, { cookie });
  }),
  scenario("milder verbs", "an interstitial that was seen", "served", async (scene, path) => {
    await scene.decide(path, { verb: "interstitial" });
    const { headers } = await scene.get(path);
    const cookie = headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    return scene.ask(path.replace("/s/", "/%73/"), { cookie });
  }),
  scenario("milder verbs", "not from a copy", "served", async (scene, path) => {
    await scene.get(path);
    await scene.decide(path, { verb: "no-cache" });
    const before = scene.origin.asked.length;
    const came = [
      await scene.ask(path),
      await scene.ask(path),
      await scene.ask(path.replace("/s/", "/%73/")),
    ];
    const isAskedEachTime = scene.origin.asked.length === before + 3;
    return isAskedEachTime && came.every((one) => one === "served") ? "served" : "neither";
  }),
];
