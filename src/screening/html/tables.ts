import type { Flow } from "./flow.ts";

/** Where something begins in a flow. */
interface Mark {
  readonly flow: Flow;
  readonly at: number;
}

interface Cell extends Mark {
  readonly isHeader: boolean;
}

/** What the end of an element of a table undoes. */
export interface TableFrame {
  readonly row?: Cell[];
  readonly foster?: { readonly before: Mark | undefined };
}

/** Cells of a row that are looked at: two make a label and its value. */
const MAX_CELLS = 3;

/**
 * Which text of tables and lists of terms belongs together: a label and its value, and what stands in a table outside its cells,
 * which is shown before the table (WHATWG HTML §13.2.6.1, foster parenting).
 */
export class Tables {
  readonly #rows: Cell[][] = [];
  readonly #fosters: { readonly before: Mark | undefined }[] = [];
  #term: Mark | undefined;

  /** An element begins in `flow`; something to give back when it ends, if it is one of a table. */
  open(name: string, flow: Flow): TableFrame | undefined {
    if (name === "dt") this.#term = markOf(flow);
    else if (name === "dd" && this.#term !== undefined) {
      label(this.#term, markOf(flow));
      this.#term = undefined;
    } else if (name === "tr") {
      const row: Cell[] = [];
      this.#rows.push(row);
      return { row };
    } else if (name === "table") return this.#fostering(markOf(flow));
    else if (name === "caption") return this.#fostering(undefined);
    else if (name === "td" || name === "th") {
      const row = this.#rows.at(-1);
      if (row !== undefined && row.length < MAX_CELLS) row.push({ ...markOf(flow), isHeader: name === "th" });
      return this.#fostering(undefined);
    }
    return undefined;
  }

  /** A row of two cells is a label and its value, unless it is a header. */
  close({ row, foster }: TableFrame): void {
    if (foster !== undefined) this.#fosters.splice(this.#fosters.lastIndexOf(foster), 1);
    if (row === undefined) return;
    this.#rows.splice(this.#rows.lastIndexOf(row), 1);
    const [first, second] = row;
    if (row.length === 2 && first !== undefined && second !== undefined && !second.isHeader)
      label(first, second);
  }

  /** Text in a table and in none of its cells: put before it, and true; false for all other text. */
  fosters(flow: Flow, text: string): boolean {
    const before = this.#fosters.at(-1)?.before;
    if (before === undefined || before.flow !== flow) return false;
    flow.insert(before.at, text);
    return true;
  }

  #fostering(before: Mark | undefined): TableFrame {
    const foster = { before };
    this.#fosters.push(foster);
    return { foster };
  }
}

const markOf = (flow: Flow): Mark => ({ flow, at: flow.mark() });

function label(first: Mark, value: Mark): void {
  if (first.flow === value.flow) value.flow.labelled(first.at, value.at);
}
