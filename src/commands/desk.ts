import { readDeskConfig } from "../desk/config.ts";
import { startDesk } from "../desk/start.ts";
import { onShutdown } from "../lib/listen.ts";

/** `rempart desk [--print-config]`. */
export async function run(args: string[]): Promise<void> {
  const config = readDeskConfig();
  if (args.includes("--print-config")) {
    process.stdout.write(`${JSON.stringify(config, null, 2)}\n`);
    return;
  }
  const desk = await startDesk(config);
  onShutdown(() => desk.close());
  const { port, feedPort, firstRunUrl } = desk;
  if (firstRunUrl !== undefined && process.send === undefined)
    process.stdout.write(`first administrator: ${firstRunUrl}\n`);
  process.send?.({ ready: true, port, feedPort, firstRunUrl });
}
