import { askForTunnel } from "../origin/ask.ts";
import { originFailure } from "../origin/failure.ts";
import { inOnePiece, type OriginResponse } from "../origin/send.ts";
import { join } from "../origin/tunnel.ts";
import { originProblem } from "../pages/origin-problem.ts";
import type { Edge, NextPhase, Transaction } from "../transaction.ts";

/**
 * Passes a WebSocket through, bytes as they are. Only a 101 opens a tunnel: an edge that believed the client instead of the
 * origin would carry requests that no policy has seen. It stays in the in-flight register, so a measure that comes later
 * cuts it.
 */
export async function tunnel(tx: Transaction, edge: Edge): Promise<NextPhase> {
  const { exchange } = tx;
  let response: OriginResponse;
  try {
    response = await askForTunnel(tx, edge);
  } catch (error) {
    if (exchange.signal.aborted) return "log";
    return originProblem(tx, edge, originFailure(error));
  }
  const { stream } = response;
  if (stream === undefined) {
    tx.outcome = "pass";
    tx.answer = { ...inOnePiece(response), from: "origin" };
    return "deliver";
  }
  if (exchange.signal.aborted) {
    stream.destroy();
    return "log";
  }
  tx.outcome = "tunnel";
  tx.status = 101;
  const visitor = exchange.takeOver!();
  visitor.write(switchingProtocols(response.fields.list), "latin1");
  const { bytesToVisitor } = await join(visitor, stream);
  tx.sent = { bodyBytes: bytesToVisitor, complete: true };
  return "log";
}

function switchingProtocols(list: readonly string[]): string {
  let head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
  for (let i = 0; i < list.length; i += 2) head += `${list[i]}: ${list[i + 1]}\r\n`;
  return `${head}\r\n`;
}
