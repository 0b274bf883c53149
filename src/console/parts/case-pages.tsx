import { Group, Stack, Text } from "@mantine/core";
import type { CasePage, FindingKind } from "../../desk/api-types.ts";
import { useTexts } from "../language.tsx";
import { Ago } from "./due.tsx";
import { Panel } from "./panel.tsx";
import { SeverityLabel } from "./severity.tsx";

/** The pages of a case as we captured them ourselves. Their text stays sealed: a preview is masked. */
export function CasePages({ pages }: { readonly pages: readonly CasePage[] }) {
  const { t } = useTexts();
  return (
    <Panel title={t.captured}>
      <Stack gap="xl">
        {pages.map((page) => (
          <article key={page.id}>
            <Stack gap="xs">
              <Group justify="space-between" align="start" gap="md" wrap="nowrap">
                {/* Not a link: nobody should visit such a page from the desk by a slip of the hand. */}
                <Text className="mono" fw={600}>
                  {page.url}
                </Text>
                {page.capture !== null && <SeverityLabel severity={page.capture.severity} />}
              </Group>
              <CaptureLine capture={page.capture} />
              {page.tell.reports > 0 && (
                <Text size="sm" c="dimmed">
                  {t.mayTell(page.tell.allow, page.tell.reports)}
                </Text>
              )}
              {page.findings.length > 0 && (
                <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
                  {page.findings.map((finding, i) => (
                    <FindingLine key={i} finding={finding} />
                  ))}
                </Stack>
              )}
            </Stack>
          </article>
        ))}
      </Stack>
    </Panel>
  );
}

function CaptureLine({ capture }: { readonly capture: CasePage["capture"] }) {
  const { t } = useTexts();
  if (capture === null) return <Text c="dimmed">{t.notCaptured}</Text>;
  const differs = capture.agreement === "differ" || capture.agreement === "failed";
  return (
    <Text size="sm" c="dimmed">
      {t.capture} <Ago atMs={capture.at} /> ·{" "}
      {capture.status === null ? t.noAnswer : `HTTP ${capture.status}`} ·{" "}
      <span className={differs ? "overdue" : undefined}>{t.agreement(capture.agreement)}</span>
      {capture.sha256 !== null && (
        <>
          {" · "}
          <span className="mono" title={capture.sha256}>
            SHA-256 {capture.sha256.slice(0, 12)}…
          </span>
        </>
      )}
    </Text>
  );
}

function FindingLine({ finding }: { readonly finding: CasePage["findings"][number] }) {
  const { t, language } = useTexts();
  const reasons = finding.reasons[language];
  const where = [
    finding.inComment && t.inComment,
    finding.inQuote && t.inQuote,
    finding.isHidden && t.isHidden,
  ];
  const sure = `${Math.round(finding.confidence * 100)} %`;
  return (
    <li className="step">
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{t.findingKind[finding.kind as FindingKind] ?? finding.kind}</Text>
        <Text size="sm" c="dimmed">
          {[...where.filter((one) => one !== false), t.confidence(sure)].join(" · ")}
        </Text>
      </Group>
      {finding.masked !== "" && <Text className="mono">{finding.masked}</Text>}
      {reasons.length > 0 && (
        <Text size="sm" c="dimmed">
          {reasons.join(language === "fr" ? " ; " : "; ")}
        </Text>
      )}
      {finding.author !== null && (
        <Text size="sm" c="dimmed">
          {t.postedAs} {finding.author}
        </Text>
      )}
      {finding.version !== "" && (
        <Text size="xs" c="dimmed" className="mono">
          {t.madeBy} {finding.version}
        </Text>
      )}
    </li>
  );
}
