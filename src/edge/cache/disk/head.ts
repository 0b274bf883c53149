import { Fields } from "../../http/fields.ts";
import type { Subject } from "../../subject.ts";
import type { StoredBody } from "../body.ts";
import { cachePolicy } from "../directives.ts";
import type { StoredResponse } from "../stored.ts";

/**
 * A kept answer without its body, as JSON. All that is plain travels as it is; the subject is made of the key, by the view of the
 * day, and the policy is read from the fields again.
 */
export interface StoredHead extends Omit<StoredResponse, "subject" | "fields" | "policy" | "body"> {
  readonly id: number;
  readonly fields: readonly string[];
}

export function headOf(id: number, stored: StoredResponse): StoredHead {
  const { subject, fields, policy, body, ...plain } = stored;
  return { ...plain, id, fields: fields.list };
}

export function fromHead(head: StoredHead, subject: Subject, body: StoredBody): StoredResponse {
  const { id, ...plain } = head;
  const fields = new Fields(head.fields);
  return { ...plain, fields, policy: cachePolicy(fields), subject, body };
}
