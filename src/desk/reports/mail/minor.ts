/** Types of X-ARF (v4 `csam`, `csem`; v3 `ChildAbuse`, `ChildSexualAbuseMaterial`) for what shows a minor. */
export const showsMinor = (type: string): boolean => /^(?:csam|csem|child.*)$/i.test(type.trim());

/** Whether a document says so that cannot be read as X-ARF: nothing of it is kept either. */
export function saysMinor(document: unknown): boolean {
  const outer = fieldsOf(document);
  const types = [outer.type, outer.ReportType, fieldsOf(outer.Report).ReportType];
  return types.some((type) => typeof type === "string" && showsMinor(type));
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
