import { fieldsForOrigin } from "../origin/ask.ts";
import { originFailure } from "../origin/failure.ts";
import { join, requestUpgrade, type UpgradeAnswer } from "../origin/tunnel.ts";
import { originProblem } from "../pages/origin-problem.ts";
import type { Edge, NextPhase, Transaction } from "../transaction.ts";

/**
 * Passes a WebSocket through, bytes as they are. It stays in the in-flight register, so a measure that comes later cuts
 * it.
 */
export async function tunnel(tx: Transaction, edge: Edge): Promise<NextPhase> {
  const { exchange } = tx;
  let answer: UpgradeAnswer;
  try {
    const fields = fieldsForOrigin(tx, edge, tx.forwarded.list);
    answer = await requestUpgrade(
      new URL(tx.site.origin.servers[0]!.url),
      tx.target,
      fields,
      edge.clock,
      edge.pools.limits,
      exchange.signal,
    );
  } catch (error) {
    if (exchange.signal.aborted) return "log";
    return originProblem(tx, edge, originFailure(error));
  }
  if (!answer.switched) {
    tx.outcome = "pass";
    tx.answer = { ...answer.response, from: "origin" };
    return "deliver";
  }
  if (exchange.signal.aborted) {
    answer.stream.destroy();
    return "log";
  }
  tx.outcome = "tunnel";
  tx.status = 101;
  const visitor = exchange.takeOver!();
  visitor.write(switchingProtocols(answer.fields.list), "latin1");
  const { bytesToVisitor } = await join(visitor, answer.stream);
  tx.sent = { bodyBytes: bytesToVisitor, complete: true };
  return "log";
}

function switchingProtocols(list: readonly string[]): string {
  let head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
  for (let i = 0; i < list.length; i += 2) head += `${list[i]}: ${list[i + 1]}\r\n`;
  return `${head}\r\n`;
}
