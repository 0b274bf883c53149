import type { z } from "zod";
import { sha256Hex } from "../lib/bytes.ts";
import { unprocessable } from "../lib/errors.ts";
import { jcsBytes } from "../lib/jcs.ts";
import { listOf } from "./measures.ts";
import { clauseProblems } from "./rules.ts";
import { clauseSchema, POSTURES, type Policy, policySchema } from "./schema.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

/** One thing that is wrong with a policy file, and where. */
export interface PolicyProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Such as `clauses[0].ladder.cdn[1].maxDays`; empty for the whole file. */
  readonly field: string;
  /** What is wrong and what would be right. */
  readonly message: string;
}

type FieldPath = readonly PropertyKey[];
type Report = (path: FieldPath, message: string, key?: string) => void;

/**
 * Reads a policy file. Throws `policy.invalid` with every problem in `details.problems` and, one a line, in
 * the message. The hash is SHA-256 over the canonical JSON (RFC 8785) of the document: comments and layout do
 * not change it.
 */
export function parsePolicy(yamlText: string, fileName: string): Policy {
  const source = readYaml(yamlText);
  const problems: PolicyProblem[] = source.problems.map((problem) => ({
    file: fileName,
    field: "",
    ...problem,
  }));
  const report: Report = (path, message, key) =>
    problems.push({ file: fileName, ...source.placeOf(path, key), field: fieldName(path, key), message });
  const policy = problems.length === 0 ? check(source, report) : undefined;
  if (policy === undefined || problems.length > 0) throw invalid(problems);
  return policy;
}

function check({ value }: YamlSource, report: Report): Policy | undefined {
  const shape = policySchema.safeParse(value);
  for (const issue of shape.error?.issues ?? []) reportIssue(issue, value, report);
  checkRules(value, report);
  return shape.data && { ...shape.data, hash: sha256Hex(jcsBytes(value)) };
}

/**
 * The rules beyond shape, for every clause whose own shape is right, so that one mistake does not hide
 * another.
 */
function checkRules(value: unknown, report: Report): void {
  const posture = POSTURES.find((known) => known === member(value, "posture"));
  const clauses = member(value, "clauses");
  const seen = new Set<unknown>();
  for (const [i, raw] of (Array.isArray(clauses) ? clauses : []).entries()) {
    const id = member(raw, "id");
    if (id !== undefined && seen.has(id))
      report(["clauses", i, "id"], `${String(id)} is the id of another clause`);
    seen.add(id);
    const clause = clauseSchema.safeParse(raw);
    if (!clause.success) continue;
    for (const { path, message } of clauseProblems(clause.data, posture))
      report(["clauses", i, ...path], message);
  }
}

type Issue = z.core.$ZodIssue;

function reportIssue(issue: Issue, value: unknown, report: Report): void {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) report(path, "is not a field here", key);
    return;
  }
  const found = path.reduce<unknown>((around, key) => member(around, key), value);
  const last = path.at(-1);
  if (found === undefined && typeof last === "string")
    report(path.slice(0, -1), `is missing: ${expected(issue)}`, last);
  else report(path, expected(issue));
}

function expected(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${listOf(issue.values.map(String), "or")}`;
    case "too_small":
      return issue.origin === "number" ? `must be ${issue.minimum} or more` : "must not be empty";
    case "too_big":
      return `must be at most ${issue.maximum}${issue.origin === "string" ? " characters long" : ""}`;
    default:
      return issue.message;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text (in quotes if it looks like a number)",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a group of fields",
  record: "a group of roles",
};

const member = (around: unknown, key: PropertyKey): unknown =>
  typeof around === "object" && around !== null ? (around as Record<PropertyKey, unknown>)[key] : undefined;

function fieldName(path: FieldPath, key?: string): string {
  const parts = key === undefined ? path : [...path, key];
  return parts
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}

function invalid(problems: readonly PolicyProblem[]) {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const lines = sorted.map(
    ({ file, line, column, field, message }) =>
      `${file}:${line}:${column}: ${field === "" ? "" : `${field} `}${message}`,
  );
  return unprocessable("policy.invalid", lines.join("\n"), { problems: sorted });
}
