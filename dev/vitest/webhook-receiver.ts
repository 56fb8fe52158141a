import type { IncomingHttpHeaders } from "node:http";
import { createServer } from "node:https";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { connect } from "node:tls";
import type { WebhookNetwork } from "@/lib/webhooks";

interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  body: string;
  path: string;
}

/** A real HTTPS server on loopback, and a network in which every public name leads to it. */
export interface WebhookReceiver {
  readonly port: number;
  received: ReceivedWebhook[];
  /** What it answers from now on. */
  answer: { status: number; headers?: Record<string, string>; body?: string; hangs?: boolean };
  /** Names resolve to a public address; only the last step of the way is another than in production. */
  network: WebhookNetwork;
  close(): Promise<void>;
}

const PUBLIC = [{ address: "93.184.215.14", family: 4 }];

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const server = createServer(selfSigned(), (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      receiver.received.push({ headers: request.headers, body, path: request.url ?? "" });
      const { status, headers, body: answer, hangs } = receiver.answer;
      if (hangs) return;
      response.writeHead(status, headers);
      response.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    port,
    received: [],
    answer: { status: 204 },
    network: networkTo(port),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return receiver;
}

/** A network in which every public name leads to this port of this machine. */
export function networkTo(port: number): WebhookNetwork {
  return {
    allowed: [],
    resolve: async () => PUBLIC,
    connect: async () => connect({ host: "127.0.0.1", port, rejectUnauthorized: false }),
  };
}

/** The key pair that smtp-server brings for tests of its own. */
function selfSigned(): { key: string; cert: string } {
  const { default: options } = createRequire(import.meta.url)("smtp-server/lib/tls-options.js");
  const { key, cert } = options({});
  return { key, cert };
}
