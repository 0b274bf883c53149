/** Arrays of at most `size`, one after the other. */
export function* inPortions<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let portion: T[] = [];
  for (const one of all) {
    portion.push(one);
    if (portion.length < size) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}
