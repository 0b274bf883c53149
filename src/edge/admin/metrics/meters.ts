import { type Metric, Registry } from "prom-client";

type Labels = Readonly<Record<string, string | number>>;
/** A number, or numbers with their labels. Whoever counts bounds how many there are. */
type Read = () => number | Iterable<readonly [Labels, number]>;

/** One label value's distribution. */
export interface Distribution {
  readonly value: string;
  /** Up to each bound, and all. */
  readonly cumulative: readonly number[];
  readonly sum: number;
}

interface Sample {
  readonly metricName: string;
  readonly labels: Labels;
  readonly value: number;
}

/** Numbers by the value of one label. */
export const by = (
  label: string,
  numbers: Iterable<readonly [value: string, number: number]>,
): readonly (readonly [Labels, number])[] =>
  [...numbers].map(([value, number]) => [{ [label]: value }, number]);

/**
 * Metrics named `rempart_edge_…`, each read from plain numbers when somebody scrapes them. The library's own can only be told
 * numbers, one by one and as they come; these are what a registry asks of one.
 */
export class Meters {
  readonly #registry = new Registry();
  #scrapes = 0;

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    this.#scrapes += 1;
    return this.#registry.metrics();
  }

  /** The same, read once a scrape for all metrics that show a part of it. */
  once<T>(read: () => T): () => T {
    let scrape = 0;
    let value: T;
    return () => {
      if (scrape !== this.#scrapes) value = read();
      scrape = this.#scrapes;
      return value;
    };
  }

  counter(name: string, help: string, read: Read): void {
    this.#add("counter", name, help, (metricName) => samples(metricName, read()));
  }

  gauge(name: string, help: string, read: Read): void {
    this.#add("gauge", name, help, (metricName) => samples(metricName, read()));
  }

  histogram(
    name: string,
    help: string,
    label: string,
    bounds: readonly number[],
    read: () => readonly Distribution[],
  ): void {
    this.#add("histogram", name, help, (metricName) =>
      read().flatMap(({ value, cumulative, sum }) => [
        ...cumulative.map((count, i) => ({
          metricName: `${metricName}_bucket`,
          labels: { le: bounds[i] ?? "+Inf", [label]: value },
          value: count,
        })),
        { metricName: `${metricName}_sum`, labels: { [label]: value }, value: sum },
        { metricName: `${metricName}_count`, labels: { [label]: value }, value: cumulative.at(-1)! },
      ]),
    );
  }

  #add(type: string, suffix: string, help: string, read: (name: string) => readonly Sample[]): void {
    const name = `rempart_edge_${suffix}`;
    const metric = { name, help, type, get: async () => ({ ...metric, values: read(name) }) };
    this.#registry.registerMetric(metric as unknown as Metric);
  }
}

function samples(metricName: string, read: ReturnType<Read>): readonly Sample[] {
  if (typeof read === "number") return [{ metricName, labels: {}, value: read }];
  return Array.from(read, ([labels, value]) => ({ metricName, labels, value }));
}
