import { Fieldset, Radio, Stack, Text } from "@mantine/core";
import { type ClauseChoice, isSameStep, type Picked, type Step } from "../ladder.ts";
import { useTexts } from "../language.tsx";

interface Props {
  readonly choices: readonly ClauseChoice[];
  readonly picked: Picked | undefined;
  onPick(picked: Picked): void;
}

/** Every clause that speaks of what was found, with its ladder, mildest first; what is withheld says why. */
export function LadderField({ choices, picked, onPick }: Props) {
  const { t, language } = useTexts();
  return (
    <Stack gap="lg">
      {choices.map(({ clause, ladders }) => (
        <Fieldset
          key={clause.id}
          legend={<b>{`${clause.id} · ${clause.title[language]}`}</b>}
          variant="unstyled"
        >
          <details>
            <Text component="summary" size="sm" c="dimmed">
              {t.clauseText}
            </Text>
            <Text size="sm">{clause.text[language]}</Text>
          </details>
          {ladders.map(({ role, steps }) => (
            <Stack key={role} gap={6} mt="sm">
              <Text size="sm" fw={600}>
                {t.serviceRole[role]}
              </Text>
              {steps.map((step) => (
                <StepField
                  key={`${step.verb} ${step.grain}`}
                  step={step}
                  checked={
                    picked !== undefined && step.offer !== undefined && isSameStep(picked.offer, step.offer)
                  }
                  onPick={(offer) => onPick({ clause, step, offer })}
                />
              ))}
            </Stack>
          ))}
        </Fieldset>
      ))}
    </Stack>
  );
}

interface StepProps {
  readonly step: Step;
  readonly checked: boolean;
  onPick(offer: Picked["offer"]): void;
}

function StepField({ step: { verb, grain, offer, why }, checked, onPick }: StepProps) {
  const { t } = useTexts();
  const title = `${t.verb[verb]} · ${t.grain[grain]}`;
  if (offer === undefined) {
    return (
      <div className="withheld">
        {title}. {t.withheld} <span lang="en">{why}</span>
      </div>
    );
  }
  const bounds = [
    ...(offer.maxDays === null ? [] : [t.maxDays(offer.maxDays)]),
    ...(offer.approvals > 1 ? [t.people(offer.approvals)] : []),
  ];
  return (
    <div className="step">
      <Radio
        name="step"
        label={
          <>
            {title} {offer.target !== null && <span className="mono">{offer.target}</span>}
          </>
        }
        description={[t.effect[verb], ...bounds].join(" · ")}
        checked={checked}
        onChange={() => onPick(offer)}
      />
    </div>
  );
}
