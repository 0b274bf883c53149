import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useDesk, usePerson } from "../desk.tsx";
import { dateTimeText } from "../format.ts";
import { useTexts } from "../language.tsx";
import { linkToCase } from "../route.ts";
import { Note } from "./note.tsx";

const REFRESH_MS = 15_000;

/** What somebody else has decided alone and nobody has looked at yet. */
export function Emergencies() {
  const { t, language } = useTexts();
  const { api } = useDesk();
  const person = usePerson();
  const query = useQuery({
    queryKey: ["emergencies"],
    queryFn: api.emergencies,
    refetchInterval: REFRESH_MS,
  });
  return query.data?.emergencies
    .filter(({ by }) => by !== person.id)
    .map(({ decision, case: about, lapsesAt }) => (
      <Note key={decision} title={t.emergencyTaken}>
        {t.emergencyLapses(dateTimeText(lapsesAt, language))}{" "}
        <Anchor href={linkToCase(about)} inherit>
          {t.openCase}
        </Anchor>
      </Note>
    ));
}
