import { Counter, Gauge, type Metric, Registry } from "prom-client";

type Read = () => number;
type Labels = Readonly<Record<string, string | number>>;
/** Numbers with their labels. Whoever counts bounds how many there are. */
type ReadEach = () => Iterable<readonly [Labels, number]>;

/** One label value's distribution. */
export interface Distribution {
  readonly value: string;
  /** Up to each bound, and all. */
  readonly cumulative: readonly number[];
  readonly sum: number;
}

/** Numbers by the value of one label. */
export const by = (
  label: string,
  numbers: Iterable<readonly [value: string, number: number]>,
): readonly (readonly [Labels, number])[] =>
  [...numbers].map(([value, number]) => [{ [label]: value }, number]);

/** Metrics named `rempart_edge_…`, each read from plain numbers when somebody scrapes them. */
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
    new Counter({
      ...this.#named(name, help),
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  }

  counters(name: string, help: string, labelNames: readonly string[], read: ReadEach): void {
    new Counter({
      ...this.#named(name, help),
      labelNames,
      collect() {
        this.reset();
        for (const [labels, count] of read()) this.inc(labels, count);
      },
    });
  }

  gauge(name: string, help: string, read: Read): void {
    new Gauge({
      ...this.#named(name, help),
      collect() {
        this.set(read());
      },
    });
  }

  gauges(name: string, help: string, labelNames: readonly string[], read: ReadEach): void {
    new Gauge({
      ...this.#named(name, help),
      labelNames,
      collect() {
        this.reset();
        for (const [labels, number] of read()) this.set(labels, number);
      },
    });
  }

  /** The library's own histogram can only be observed, not read from elsewhere: this is what a registry asks of one. */
  histogram(
    name: string,
    help: string,
    label: string,
    bounds: readonly number[],
    read: () => readonly Distribution[],
  ): void {
    const named = `rempart_edge_${name}`;
    const series = ({ value, cumulative, sum }: Distribution) => [
      ...cumulative.map((count, i) => ({
        metricName: `${named}_bucket`,
        labels: { le: bounds[i] ?? "+Inf", [label]: value },
        value: count,
      })),
      { metricName: `${named}_sum`, labels: { [label]: value }, value: sum },
      { metricName: `${named}_count`, labels: { [label]: value }, value: cumulative.at(-1)! },
    ];
    const metric = {
      name: named,
      help,
      type: "histogram",
      get: async () => ({ ...metric, values: read().flatMap(series) }),
    };
    this.#registry.registerMetric(metric as unknown as Metric);
  }

  #named(name: string, help: string) {
    return { name: `rempart_edge_${name}`, help, registers: [this.#registry] };
  }
}
