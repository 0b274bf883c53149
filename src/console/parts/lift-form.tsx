import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import type { LiftCause } from "../api.ts";
import { useDesk } from "../desk.tsx";
import { useTexts } from "../language.tsx";
import { LiftProposal } from "./lift-proposal.tsx";

const CAUSES: readonly LiftCause[] = ["cured", "error", "order-ended", "policy", "superseded"];

/** Ends a measure before its time: why, then a signature, as fast as the measure itself. */
export function LiftForm({ measure, onClose }: { readonly measure: number; onClose(): void }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const [cause, setCause] = useState<LiftCause>("cured");
  return (
    <LiftProposal
      label={t.liftFacts}
      ready={t.liftReady(measure)}
      propose={(facts) => api.proposeLift(measure, cause, facts)}
      onApproved={onClose}
      onClose={onClose}
    >
      <NativeSelect
        label={t.liftCause}
        value={cause}
        data={CAUSES.map((value) => ({ value, label: t.liftCauses[value] }))}
        onChange={(event) => setCause(event.currentTarget.value as LiftCause)}
      />
    </LiftProposal>
  );
}
