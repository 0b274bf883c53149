import type { Reach } from "../../desk/api-types.ts";
import { useTexts } from "../language.tsx";
import { Part } from "./part.tsx";

/** What a measure would refuse besides the pages that the case rests on, before anybody signs. */
export function ReachView({ reach }: { readonly reach: Reach | null }) {
  const { t } = useTexts();
  if (reach === null) return null;
  return (
    <Part title={t.reach} help={t.reachHelp}>
      <p>
        {t.reachOf(reach.sites, reach.hostnames)} {t.reachRequests(reach.requests)} {t.reachAlso(reach.also)}
      </p>
      {reach.shown.length > 0 && (
        <ul className="mono">
          {reach.shown.map((page) => (
            <li key={page}>{page}</li>
          ))}
        </ul>
      )}
    </Part>
  );
}
