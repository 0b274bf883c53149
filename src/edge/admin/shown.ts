import type { CertificateFolder } from "../tls/folder.ts";
import type { Edge } from "../transaction.ts";
import type { EdgeStatus } from "./status.ts";

/** What the admin listener shows. */
export interface Shown {
  readonly edge: Edge;
  readonly status: () => EdgeStatus;
  readonly isDraining: () => boolean;
  /** Of an edge that listens for TLS. */
  readonly certificates: CertificateFolder | undefined;
}
