import { Text } from "@mantine/core";
import type { CaseView } from "../../desk/api-types.ts";
import { usePerson } from "../desk.tsx";
import { dateTimeText, runs, shortId } from "../format.ts";
import { useTexts } from "../language.tsx";
import { Panel } from "./panel.tsx";

type Event = CaseView["events"][number];

const MERGED = ["case.report-joined", "case.page-captured"];
const SYSTEM = ["system", "reporter", "operator"];

/** What happened in a case, newest first. */
export function CaseEvents({ events }: { readonly events: readonly Event[] }) {
  const { t, language } = useTexts();
  const person = usePerson();
  const actorOf = ({ actor }: Event) =>
    actor === person.id ? t.you : SYSTEM.includes(actor) ? "" : shortId(actor);
  return (
    <Panel title={t.timeline}>
      <ol className="events">
        {runs(events, MERGED)
          .reverse()
          .map(({ last, count }) => (
            <li key={`${last.at} ${last.kind} ${JSON.stringify(last.payload)}`}>
              <Text size="sm">{t.event(last.kind, last.payload, count)}</Text>
              <Text size="xs" c="dimmed">
                {[dateTimeText(last.at, language), actorOf(last)].filter(Boolean).join(" · ")}
              </Text>
            </li>
          ))}
      </ol>
    </Panel>
  );
}
