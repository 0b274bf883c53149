/** A job in steps that are short enough for a process that also serves; it ends in a value. */
export type Steps<T> = Generator<void, T>;

/** All steps in one go. */
export function runThrough<T>(job: Steps<T>): T {
  for (;;) {
    const step = job.next();
    if (step.done) return step.value;
  }
}

/** The steps in slices of about `sliceMs`, between which whatever else waits has its turn. */
export async function runInSlices<T>(job: Steps<T>, sliceMs = 2): Promise<T> {
  for (;;) {
    const untilMs = performance.now() + sliceMs;
    do {
      const step = job.next();
      if (step.done) return step.value;
    } while (performance.now() < untilMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
