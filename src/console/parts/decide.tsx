import { Button, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { CaseView } from "../../desk/api-types.ts";
import { useDesk } from "../desk.tsx";
import { choicesOf } from "../ladder.ts";
import { useTexts } from "../language.tsx";
import { DecideForm } from "./decide-form.tsx";
import { DecidePreview, type Draft } from "./decide-preview.tsx";
import { Loaded } from "./loaded.tsx";
import { Panel } from "./panel.tsx";

/** From what we saw to a decision: choose, read once more, approve. A case that is decided can be decided further. */
export function Decide({ view }: { readonly view: CaseView }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const [again, setAgain] = useState(false);
  const [draft, setDraft] = useState<Draft>();
  const [round, setRound] = useState(0);
  const rules = useQuery({
    // New captures change what the evidence allows.
    queryKey: ["offers", view.id, view.pages.map(({ capture }) => capture?.id)],
    queryFn: async () => {
      const [policy, offers] = await Promise.all([api.policy(), api.offers(view.id)]);
      return choicesOf(policy, view.site.roles, offers);
    },
    placeholderData: keepPreviousData, // the form stays while that is asked: somebody may be writing
  });
  const done = () => {
    setDraft(undefined);
    setAgain(false);
    setRound(round + 1); // an empty form for the next decision
  };

  if (view.status !== "open" && !again) {
    return (
      <div>
        <Button variant="default" onClick={() => setAgain(true)}>
          {t.decideAgain}
        </Button>
      </div>
    );
  }
  return (
    <Panel title={t.decide}>
      <Loaded query={rules}>
        {(choices) =>
          choices.length === 0 ? (
            <Stack gap={4}>
              <Text fw={600}>{t.nothingOffered}</Text>
              <Text c="dimmed">{t.nothingOfferedHelp}</Text>
            </Stack>
          ) : (
            <>
              {/* Kept while the preview shows, so that going back loses nothing. */}
              <div hidden={draft !== undefined}>
                <DecideForm key={round} view={view} choices={choices} onProposed={setDraft} />
              </div>
              {draft !== undefined && (
                <DecidePreview draft={draft} onBack={() => setDraft(undefined)} onDone={done} />
              )}
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}
