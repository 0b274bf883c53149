import type { CertificateFolder } from "../../tls/folder.ts";
import type { Meters } from "./meters.ts";

/** What is shown to those who come with TLS, and for how long it will do. A certificate is called by its file's name. */
export function certificateMetrics(meters: Meters, folder: CertificateFolder): void {
  meters.gauge("certificates", "Certificates that are shown.", () => folder.census.shown);
  meters.gauge(
    "certificates_refused",
    "Certificates whose files hold what cannot be shown; the last good one may be.",
    () => folder.census.refused,
  );
  meters.gauge(
    "certificate_not_after_seconds",
    "When a certificate that is shown ends, in Unix time; of those that end first, at most twenty.",
    () =>
      folder.census.endingFirst.map(
        ({ name, notAfterMs }) => [{ certificate: name }, notAfterMs / 1000] as const,
      ),
  );
}
