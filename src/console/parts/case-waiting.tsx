import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { linkTo } from "../route.ts";
import { isAsked } from "../waiting.ts";
import { Note } from "./note.tsx";

/** The decisions on this case that somebody has approved and that take one more person. */
export function CaseWaiting({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const waiting = useQuery({ queryKey: ["waiting"], queryFn: api.waiting });
  return waiting.data?.decisions
    .filter((one) => one.case === id && isAsked(one))
    .map(({ decision, core, needed, approvedBy }) => (
      <Note key={decision} title={t.decisionWaits}>
        {t.proposal(core)} · {t.approvedSoFar(approvedBy.length, needed)} ·{" "}
        <Anchor href={linkTo("approvals")} inherit>
          {t.page.approvals}
        </Anchor>
      </Note>
    ));
}
