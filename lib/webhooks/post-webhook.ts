import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import type { TLSSocket } from "node:tls";
import { Webhook } from "standardwebhooks";
import { isIn, isPublicAddress } from "./address";
import type { WebhookNetwork } from "./network";
import { SendFailure } from "./send-failure";
import { hostOf, NOT_PUBLIC, webhookUrlProblem } from "./webhook-url";

const DEADLINE_MS = 15_000;
const MAX_ANSWER_BYTES = 64 * 1_024;
/** The answer of a receiver that wants no message any more. */
export const GONE = 410;

interface WebhookMessage {
  url: string;
  /** `whsec_…`; more than one while a secret is being replaced. */
  secrets: readonly string[];
  /** The same at every attempt, so that receivers recognise a repetition. */
  id: string;
  body: string;
  atMs: number;
}

/**
 * Posts one signed message. Every address of the host must be public or in an allowed network, and the connection goes
 * to those that were judged; redirects are not followed.
 *
 * @returns The status of the answer, which is in the 200s.
 * @throws {SendFailure} It did not arrive, or was not accepted.
 * @see https://www.standardwebhooks.com
 */
export async function postWebhook(
  network: WebhookNetwork,
  message: WebhookMessage,
  deadlineMs: number = DEADLINE_MS,
): Promise<{ status: number }> {
  const problem = webhookUrlProblem(message.url, network.allowed);
  if (problem) throw new SendFailure(problem);
  const url = new URL(message.url);
  const signal = AbortSignal.timeout(deadlineMs);
  const status = await Promise.race([exchange(network, url, message, signal), over(signal, url)]);
  if (status >= 300 && status < 400) {
    throw new SendFailure(`${url.host} answered ${status}; redirects are not followed.`, status);
  }
  if (status < 200 || status >= 300) throw new SendFailure(`${url.host} answered ${status}.`, status);
  return { status };
}

async function exchange(network: WebhookNetwork, url: URL, message: WebhookMessage, signal: AbortSignal) {
  const host = hostOf(url);
  const addresses = await network.resolve(host).catch((cause) => {
    throw new SendFailure(`${host} has no address that can be found.`, null, { cause });
  });
  if (
    addresses.length === 0 ||
    !addresses.every(({ address }) => isPublicAddress(address) || isIn(network.allowed, address))
  )
    throw new SendFailure(NOT_PUBLIC);
  signal.throwIfAborted();
  const port = Number(url.port || 443);
  try {
    const connection = await network.connect({ host, port, addresses }, signal);
    return await post(url, message, signal, () => connection);
  } catch (cause) {
    throw new SendFailure(`${url.host} could not be reached${codeOf(cause)}.`, null, { cause });
  }
}

function post(
  url: URL,
  { secrets, id, body, atMs }: WebhookMessage,
  signal: AbortSignal,
  createConnection: () => TLSSocket,
): Promise<number> {
  const at = new Date(atMs);
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "user-agent": "Countersign",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(atMs / 1_000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers, signal, createConnection }, (answer) => {
      readOut(answer).then(() => resolve(answer.statusCode ?? 0), reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Reads an answer to its end, or as far as anyone may make us, and keeps nothing of it. */
async function readOut(answer: IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_ANSWER_BYTES) break;
  }
  answer.destroy();
}

function over(signal: AbortSignal, { host }: URL): Promise<never> {
  return new Promise((_, reject) => {
    const late = () => reject(new SendFailure(`${host} did not answer in time.`));
    if (signal.aborted) late();
    else signal.addEventListener("abort", late, { once: true });
  });
}

/** ECONNREFUSED and its like name no secret; messages may name addresses. */
function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && /^[A-Z_0-9]{2,60}$/.test(code) ? ` (${code})` : "";
}
