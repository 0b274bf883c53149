import type { DeskContext } from "../../context.ts";
import type { Mailer } from "../../mailer.ts";
import { type Door, TooMany } from "../door.ts";
import { zoneOf } from "../pages/hours-text.ts";
import type { Receipts } from "../receipts.ts";
import type { Reports } from "../service.ts";
import { followMailCertificate, readMailCertificate } from "./certificate.ts";
import { MailIntake } from "./intake.ts";
import { startMailListener } from "./listener.ts";
import { startMailParser } from "./parser.ts";

const MAX_MAIL_BYTES = 25 * 1024 * 1024;

export interface MailRooms {
  readonly reports: Reports;
  readonly receipts: Receipts;
  readonly door: Door;
  readonly mailer: Mailer;
}

/** Takes reports by mail, where the desk is told to listen; undefined otherwise. */
export async function startReportMail(
  { clock, config, log }: DeskContext,
  { reports, receipts, door, mailer }: MailRooms,
): Promise<AsyncDisposable | undefined> {
  const { listen, boxes, certificate } = config.mail;
  if (listen === "off") return undefined;
  await using opened = new AsyncDisposableStack();
  const parser = opened.adopt(startMailParser(), (one) => one.close());
  const intake = new MailIntake({
    ...{ clock, log, parser, mailboxes: boxes },
    desk: {
      ...{ publicUrl: config.publicUrl, country: config.country },
      zone: zoneOf(config.desk.hours, config.country),
    },
    file: (input, arrival) => reports.file(input, { ...arrival, cluster: door.cluster(input) }),
    attach: async (receipt, files) => receipts.attach(await reports.accesses.open(receipt), files),
    admit: async (address, lane) => {
      try {
        const { share } = await door.admit(lane, { address });
        return { wait: false, share };
      } catch (error) {
        if (error instanceof TooMany) return { wait: true };
        throw error;
      }
    },
    send: (mail) => mailer.send(mail),
  });
  opened.defer(() => intake.ended());
  const tls = certificate === undefined ? undefined : await readMailCertificate(certificate);
  const listener = opened.adopt(
    await startMailListener({
      ...{ listen, mailboxes: boxes, maxBytes: MAX_MAIL_BYTES, tls, log },
      take: (bytes, source) => intake.take(bytes, source),
    }),
    (one) => one.close(),
  );
  if (certificate !== undefined)
    opened.use(followMailCertificate(certificate, (renewed) => listener.renew(renewed), log));
  log.info("mail.ready", { port: listener.port });
  return opened.move();
}
