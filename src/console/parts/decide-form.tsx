import { Button, Checkbox, NumberInput, Radio, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { CaseView, Proposal, Verb } from "../../desk/api-types.ts";
import { ApiError } from "../api.ts";
import { useDesk } from "../desk.tsx";
import { DAY_SECONDS } from "../format.ts";
import { type ClauseChoice, mayBeEmergency, type Picked } from "../ladder.ts";
import { useTexts } from "../language.tsx";
import type { Draft } from "./decide-preview.tsx";
import { LadderField } from "./ladder-field.tsx";
import { Problem } from "./problem.tsx";

interface Props {
  readonly view: CaseView;
  readonly choices: readonly ClauseChoice[];
  onProposed(draft: Draft): void;
}

const DEFAULT_DAYS = 30;
/** Only a refusal can be for some countries. */
const REFUSING: readonly Verb[] = ["refuse", "legal-refuse", "suspend", "terminate"];
const SAYS = { minLength: 10, maxLength: 5000, autosize: true, minRows: 3, required: true } as const;

/** Clause, step, page, length, and the reasons that the statement will give. */
export function DecideForm({ view, choices, onProposed }: Props) {
  const { t } = useTexts();
  const { api } = useDesk();
  const [picked, setPicked] = useState<Picked>();
  const [page, setPage] = useState("");
  const [days, setDays] = useState(DEFAULT_DAYS);
  const [emergency, setEmergency] = useState(false);
  const [facts, setFacts] = useState("");
  const [whyNotMilder, setWhyNotMilder] = useState("");
  const [distinction, setDistinction] = useState("");
  const [countries, setCountries] = useState("");

  const proposing = useMutation({
    mutationFn: async (proposal: Proposal) => ({ proposal, proposed: await api.propose(view.id, proposal) }),
    onSuccess: onProposed,
  });
  const departs = proposing.error instanceof ApiError && proposing.error.code === "precedent.departs";
  const asksDistinction = departs || distinction !== "";

  const pick = (next: Picked) => {
    setPicked(next);
    proposing.reset();
    setEmergency(false);
    setPage((before) => (next.offer.pages.includes(before) ? before : (next.offer.pages[0] ?? "")));
    setDays(Math.min(DEFAULT_DAYS, next.offer.maxDays ?? DEFAULT_DAYS));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (picked === undefined) return;
    const { clause, role, verb, grain } = picked.offer;
    const refuses = REFUSING.includes(verb);
    const seconds = verb === "terminate" ? null : emergency ? DAY_SECONDS : days * DAY_SECONDS;
    proposing.mutate({
      ...{ clause, role, verb, grain, page, seconds, facts, whyNotMilder, emergency },
      ...(distinction === "" ? {} : { distinction }),
      ...(refuses && countries.trim() !== "" ? { territory: countries.trim().split(/[\s,;]+/) } : {}),
    });
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <LadderField choices={choices} picked={picked} onPick={pick} />
        {picked !== undefined && (
          <>
            {picked.offer.pages.length > 1 && (
              <Radio.Group label={t.whichPage} value={page} onChange={setPage}>
                <Stack gap={6} mt={6}>
                  {view.pages
                    .filter(({ id }) => picked.offer.pages.includes(id))
                    .map(({ id, path, query }) => (
                      <Radio key={id} value={id} label={<span className="mono">{path + query}</span>} />
                    ))}
                </Stack>
              </Radio.Group>
            )}
            {mayBeEmergency(picked.clause, picked.offer) && (
              <Checkbox
                label={t.emergency}
                description={t.emergencyHelp}
                checked={emergency}
                onChange={(event) => setEmergency(event.currentTarget.checked)}
              />
            )}
            {picked.offer.verb !== "terminate" && !emergency && (
              <NumberInput
                label={t.days}
                {...(picked.offer.maxDays === null ? {} : { description: t.maxDays(picked.offer.maxDays) })}
                value={days}
                onChange={(value) => setDays(Number(value))}
                min={1}
                max={picked.offer.maxDays ?? 3650}
                allowDecimal={false}
                required
                w={180}
              />
            )}
            {REFUSING.includes(picked.offer.verb) && (
              <TextInput
                label={t.countries}
                description={t.countriesHelp}
                value={countries}
                onChange={(event) => setCountries(event.currentTarget.value)}
                pattern="\s*([A-Za-z]{2}([\s,;]+[A-Za-z]{2})*\s*)?"
                maw={320}
              />
            )}
            <Textarea
              label={t.facts}
              description={t.factsHelp}
              value={facts}
              onChange={(event) => setFacts(event.currentTarget.value)}
              {...SAYS}
            />
            {picked.step.hasMilder && (
              <Textarea
                label={t.whyNotMilder}
                description={t.whyNotMilderHelp}
                value={whyNotMilder}
                onChange={(event) => setWhyNotMilder(event.currentTarget.value)}
                {...SAYS}
              />
            )}
            {asksDistinction && (
              <Textarea
                label={t.distinction}
                description={t.distinctionHelp}
                value={distinction}
                onChange={(event) => setDistinction(event.currentTarget.value)}
                {...SAYS}
              />
            )}
            {departs ? <Departs error={proposing.error as ApiError} /> : <Problem error={proposing.error} />}
            <div>
              <Button type="submit" loading={proposing.isPending}>
                {t.preview}
              </Button>
            </div>
          </>
        )}
      </Stack>
    </form>
  );
}

/** Like cases are decided alike: names the decision that this one would depart from. */
function Departs({ error }: { readonly error: ApiError }) {
  const { t, language } = useTexts();
  const precedent = String(error.details.precedent);
  return (
    <Text role="alert" className="overdue">
      {t.departs}{" "}
      <a href={`/d/${precedent}?l=${language}`} target="_blank" rel="noreferrer">
        {precedent}
      </a>
    </Text>
  );
}
