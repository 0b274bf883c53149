import type { Store } from "../../cache/store.ts";
import type { Meters } from "./meters.ts";

/** What the tiers of the store hold, and what they could not. */
export function cacheMetrics(meters: Meters, store: Store): void {
  const disk = meters.once(() => store.disk);
  meters.gauge("cache_bytes", "Memory that kept answers are accounted for.", () => store.memory.bytes);
  meters.gauge("cache_objects", "Answers kept in memory.", () => store.memory.objects);
  meters.counter("cache_evictions_total", "Kept answers that made room for others.", () => [
    [{ tier: "memory" }, store.memory.evictions],
    [{ tier: "disk" }, disk()?.evictions ?? 0],
  ]);
  meters.gauge("cache_disk_bytes", "Files of kept answers.", () => disk()?.bytes ?? 0);
  meters.gauge("cache_disk_objects", "Answers kept on disk.", () => disk()?.objects ?? 0);
  meters.counter("cache_disk_errors_total", "Operations that the disk failed.", () => disk()?.errors ?? 0);
  meters.counter(
    "cache_disk_dropped_writes_total",
    "Answers that were not written because the disk was slow, full or broken.",
    () => disk()?.droppedWrites ?? 0,
  );
}
