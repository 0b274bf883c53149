import { Button, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { OpenedPart, OpenedReport, ReportLine, ToldWords, WordsReason } from "../../desk/api-types.ts";
import { dateTimeText } from "../format.ts";
import { useTexts } from "../language.tsx";
import { saidIn } from "../reports.ts";
import { Fact, Facts } from "./facts.tsx";
import { ReportAnswer } from "./report-answer.tsx";
import { ReportFile } from "./report-file.tsx";

interface Props {
  readonly report: ReportLine;
  /** What it was opened for; its files open for the same. */
  readonly reason: WordsReason;
  readonly opened: OpenedReport;
}

/** What a report says, in the order that it came. No address is a link, and no picture shows by itself. */
export function ReportWords({ report, reason, opened }: Props) {
  const { t } = useTexts();
  const words = opened.words as ToldWords | null;
  if (words === null && opened.parts.length === 0) return <Text c="dimmed">{t.readEmpty}</Text>;
  return (
    <Stack gap="md" className="said">
      {words !== null && (
        <Entry title={t.saidFirst} atMs={report.receivedAt}>
          <Told words={words} language={report.language} />
        </Entry>
      )}
      {opened.parts.map((part) => (
        <Entry
          key={part.id}
          title={part.author === "desk" ? t.saidByDesk : t.saidPart(part.kind)}
          atMs={part.at}
        >
          <PartView report={report} reason={reason} part={part} />
          {isMessage(part) && part.thread !== null && <AnswerThis report={report} thread={part.thread} />}
        </Entry>
      ))}
    </Stack>
  );
}

/** What a person wrote to the team, so that it can be answered where it came from: a helper has a thread of its own. */
const isMessage = ({ author, kind }: OpenedPart): boolean =>
  author !== "desk" && (kind === "message" || kind === "contest");

function AnswerThis(props: { readonly report: ReportLine; readonly thread: string }) {
  const { t } = useTexts();
  const [answers, setAnswers] = useState(false);
  if (answers) return <ReportAnswer {...props} onClose={() => setAnswers(false)} />;
  return (
    <Button variant="subtle" size="compact-sm" onClick={() => setAnswers(true)}>
      {t.answerThis}
    </Button>
  );
}

interface EntryProps {
  readonly title: string;
  readonly atMs: number;
  readonly children: ReactNode;
}

function Entry({ title, atMs, children }: EntryProps) {
  const { language } = useTexts();
  return (
    <article>
      <Text size="sm" fw={600}>
        {title}{" "}
        <Text span size="xs" c="dimmed">
          {dateTimeText(atMs, language)}
        </Text>
      </Text>
      {children}
    </article>
  );
}

function Told({ words, language }: { readonly words: ToldWords; readonly language: string }) {
  const { t } = useTexts();
  const { urls = [], happening = [], when, people = [], words: text = "", transcript = "" } = words;
  return (
    <Stack gap="xs">
      <Facts>
        {happening.length > 0 && (
          <Fact name={t.saidHappening}>{happening.map((one) => t.saidHappenings[one]).join(", ")}</Fact>
        )}
        {when !== undefined && when !== "" && <Fact name={t.saidWhen}>{when}</Fact>}
        {urls.length > 0 && (
          <Fact name={t.saidPages} code>
            <Addresses urls={urls} />
          </Fact>
        )}
        {people.length > 0 && (
          <Fact name={t.saidPeople}>
            {people
              .map((one) => [one.chosenName, one.pronouns, one.relation].filter(Boolean).join(", "))
              .join(" · ")}
          </Fact>
        )}
      </Facts>
      {text !== "" && <Words label={t.saidWords} text={text} language={language} />}
      {transcript !== "" && <Words label={t.saidTranscript} text={transcript} language={language} />}
    </Stack>
  );
}

function PartView({ report, reason, part }: Omit<Props, "opened"> & { readonly part: OpenedPart }) {
  const { t } = useTexts();
  const said = saidIn(part);
  switch (said.shows) {
    case "pages":
      return (
        <div className="mono">
          <Addresses urls={said.urls} />
        </div>
      );
    case "file":
      return <ReportFile report={report.id} reason={reason} part={part.id} file={said.file} />;
    default:
      return said.byMachine ? (
        <Words label={`⚠ ${t.saidByMachine}`} text={said.text} language={report.language} />
      ) : (
        <Words text={said.text} language={report.language} />
      );
  }
}

const Addresses = ({ urls }: { readonly urls: readonly string[] }) =>
  urls.map((url) => <div key={url}>{url}</div>);

interface WordsProps {
  readonly label?: string;
  readonly text: string;
  readonly language: string;
}

const Words = ({ label, text, language }: WordsProps) => (
  <div>
    {label !== undefined && (
      <Text size="sm" c="dimmed">
        {label}
      </Text>
    )}
    <Text lang={language} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
      {text}
    </Text>
  </div>
);
