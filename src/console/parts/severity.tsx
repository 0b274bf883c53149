import type { Severity } from "../../desk/api-types.ts";
import { useTexts } from "../language.tsx";

export function SeverityLabel({ severity }: { readonly severity: Severity }) {
  const { t } = useTexts();
  return (
    <span className="severity" data-severity={severity}>
      {t.severities[severity]}
    </span>
  );
}
