import { createServer, type Server } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startWebhookReceiver, type WebhookReceiver } from "@/dev/vitest/webhook-receiver";
import { isPublicAddress } from "./address";
import { openNetwork, type WebhookNetwork } from "./network";
import { postWebhook } from "./post-webhook";
import { SendFailure } from "./send-failure";
import { webhookUrlProblem } from "./webhook-url";

/** Listens where no webhook may lead, and counts who connects. */
let inside: Server;
let connections = 0;
let port = 0;
/** Stands for a server on the public internet. */
let receiver: WebhookReceiver;

beforeAll(async () => {
  inside = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  // Both families at once where the machine has them, so that ::1 and mapped addresses are counted too.
  await new Promise<void>((resolve) => {
    inside.once("error", () => inside.listen(0, "0.0.0.0", resolve));
    inside.listen(0, "::", resolve);
  });
  const address = inside.address();
  port = typeof address === "object" ? (address?.port ?? 0) : 0;
  receiver = await startWebhookReceiver();
});
afterAll(async () => {
  await receiver.close();
  await new Promise((resolve) => inside.close(resolve));
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = { status: 204 };
});

const publicNetwork = openNetwork([]);
const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const post = (network: WebhookNetwork, url: string, deadlineMs?: number) =>
  postWebhook(network, { url, secrets: [secret], id: "d1", body: "{}", atMs: Date.now() }, deadlineMs);

/** What a name's owner has it resolve to, one answer a question; the last one stays. */
function names(
  answers: Record<string, string[][]>,
  allowed: readonly string[] = [],
): { network: WebhookNetwork; questions: () => number } {
  let asked = 0;
  const network: WebhookNetwork = {
    allowed,
    resolve: async (host) => {
      const script = answers[host];
      if (!script) return publicNetwork.resolve(host);
      const addresses = script[Math.min(asked++, script.length - 1)] ?? [];
      return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    },
    // What passed the judge goes to the stand-in; what should not have passed goes where it says, to be counted.
    connect: (to, signal) =>
      to.addresses.every(({ address }) => isPublicAddress(address))
        ? receiver.network.connect(to, signal)
        : publicNetwork.connect(to, signal),
  };
  return { network, questions: () => asked };
}

const LITERALS = [
  "127.0.0.1",
  "127.1",
  "127.255.255.254",
  "0.0.0.0",
  "0",
  "2130706433",
  "0x7f000001",
  "0x7f.0.0.1",
  "017700000001",
  "0177.0.0.1",
  "127.0.0.1.",
  "１２７.０.０.１",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "%31%32%37.0.0.1",
  "10.0.0.1",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "100.64.0.1",
  "169.254.169.254",
  "2852039166",
  "0xa9fea9fe",
  "169.254.170.2",
  "192.0.0.192",
  "198.18.0.1",
  "203.0.113.5",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::ffff:169.254.169.254]",
  "[::ffff:0:127.0.0.1]",
  "[::127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b::a9fe:a9fe]",
  "[2002:7f00:1::1]",
  "[2001:0:7f00:1::]",
  "[fe80::1]",
  "[fec0::1]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[ff02::1]",
  "[100::1]",
  "[2001:db8::1]",
  "localhost",
  "LOCALHOST",
  "a.localhost",
  "localhost.",
  "printer.local",
  "metadata.google.internal",
  "intranet",
];

/** Names that are well-formed and lie. */
const LYING: Record<string, string[]> = {
  "loopback.example.com": ["127.0.0.1"],
  "loopback6.example.com": ["::1"],
  "mapped.example.com": ["::ffff:127.0.0.1"],
  "metadata.example.com": ["169.254.169.254"],
  "first-public.example.com": ["93.184.215.14", "127.0.0.1"],
  "last-public.example.com": ["10.0.0.1", "93.184.215.14"],
  "zone.example.com": ["fe80::1%lo"],
  "nothing.example.com": [],
};

describe("threat 30: hostile webhook URLs reach nothing that is not public", () => {
  const hostile = [...LITERALS, ...Object.keys(LYING)];

  test(`of ${hostile.length} hosts, none is connected to`, async () => {
    expect(hostile.length).toBeGreaterThanOrEqual(60);
    const answers = Object.fromEntries(Object.entries(LYING).map(([host, addresses]) => [host, [addresses]]));
    const { network } = names(answers);
    for (const host of hostile) {
      const ends = await post(network, `https://${host}:${port}/`).catch((error) => error);
      expect.soft(ends, host).toBeInstanceOf(SendFailure);
    }
    expect(connections).toBe(0);
    expect(receiver.received).toEqual([]);
    // The listener does count: what the judge keeps from it would have arrived.
    const addresses = [{ address: "127.0.0.1", family: 4 }];
    const signal = AbortSignal.timeout(5_000);
    const socket = await publicNetwork.connect({ host: "loopback.example.com", port, addresses }, signal);
    socket.on("error", () => {});
    await expect.poll(() => connections).toBe(1);
    connections = 0;
  });

  test.each([
    ["http", "http://hooks.example.com/"],
    ["a file", "file:///etc/passwd"],
    ["gopher", "gopher://hooks.example.com:6379/_FLUSHALL"],
    ["a script", "javascript:alert(1)"],
    ["a user name", "https://user@hooks.example.com/"],
    ["a password", "https://hooks.example.com:x@127.0.0.1/"],
    ["the port of SSH", "https://hooks.example.com:22/"],
    ["the port of SMTP", "https://hooks.example.com:25/"],
    ["a line break", "https://hooks.example.com/\r\nHost: x"],
    ["no host", "https:///path"],
    ["nothing", ""],
  ])("an address with %s is refused before anything is resolved", async (_, url) => {
    const { network, questions } = names({ "hooks.example.com": [["93.184.215.14"]] });
    expect(webhookUrlProblem(url, [])).toEqual(expect.any(String));
    await expect(post(network, url)).rejects.toBeInstanceOf(SendFailure);
    expect(questions()).toBe(0);
  });

  test("a name that answers public first and private after it is asked once, and only the first answer counts", async () => {
    const { network, questions } = names({ "rebinding.example.com": [["93.184.215.14"], ["127.0.0.1"]] });
    await post(network, `https://rebinding.example.com:${port}/`);
    expect(questions()).toBe(1);
    expect(receiver.received).toHaveLength(1);
    await expect(post(network, `https://rebinding.example.com:${port}/`)).rejects.toThrow(/public internet/);
    expect(connections).toBe(0);
  });

  test.each([301, 302, 303, 307, 308])("a redirect (%i) to this machine is not followed", async (status) => {
    receiver.answer = { status, headers: { location: `https://127.0.0.1:${port}/` } };
    const { network } = names({ "hooks.example.com": [["93.184.215.14"]] });
    await expect(post(network, "https://hooks.example.com/")).rejects.toMatchObject({
      status,
      message: `hooks.example.com answered ${status}; redirects are not followed.`,
    });
    expect(receiver.received).toHaveLength(1);
    expect(connections).toBe(0);
  });

  test("however an address inside is written, it is not public", () => {
    const insideBlocks = ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"];
    const address = fc.tuple(fc.constantFrom(...insideBlocks), fc.nat(2 ** 32 - 1)).map(([block, random]) => {
      const [base = "", bits] = block.split("/");
      const fixed = base.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
      return fixed + (random % 2 ** (32 - Number(bits)));
    });
    fc.assert(
      fc.property(address, (number) => {
        const bytes = [24, 16, 8, 0].map((shift) => (number >>> shift) & 255);
        const hex = number.toString(16).padStart(8, "0");
        const mapped = `${hex.slice(0, 4)}:${hex.slice(4)}`;
        const forms = [
          `${number}`,
          `0x${hex}`,
          `0${number.toString(8)}`,
          bytes.join("."),
          bytes.map((byte) => `0x${byte.toString(16)}`).join("."),
          bytes.map((byte) => `0${byte.toString(8)}`).join("."),
          `[::ffff:${mapped}]`,
          `[64:ff9b::${mapped}]`,
          `[2002:${mapped}::]`,
        ];
        return forms.every((form) => webhookUrlProblem(`https://${form}/`, []) !== undefined);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("with networks inside allowed", () => {
  const allowed = ["10.20.0.0/16", "fd00:20::/32"];
  const answers = {
    "inside.example.com": [["10.20.3.4"]],
    "inside6.example.com": [["fd00:20::4"]],
    receiver: [["10.20.3.4"]],
    "receiver.internal": [["10.20.3.4"]],
    "half.example.com": [["10.20.3.4", "10.21.0.1"]],
    "outside.example.com": [["10.21.0.1"]],
    "mapped.example.com": [["::ffff:10.20.3.4"]],
    "metadata.internal": [["169.254.169.254"]],
  };
  const arrives = async (host: string) => {
    const { network } = names(answers, allowed);
    const connect = (to: Parameters<WebhookNetwork["connect"]>[0], signal: AbortSignal) =>
      receiver.network.connect(to, signal);
    return post({ ...network, connect }, `https://${host}/`).then(
      () => true,
      () => false,
    );
  };

  test.each(["inside.example.com", "inside6.example.com", "receiver", "receiver.internal", "10.20.3.4"])(
    "%s is called",
    async (host) => {
      expect(await arrives(host)).toBe(true);
    },
  );

  test.each([
    "half.example.com",
    "outside.example.com",
    "mapped.example.com",
    "metadata.internal",
    "10.21.0.1",
    "[::ffff:10.20.3.4]",
    "127.0.0.1",
  ])("%s is not", async (host) => {
    expect(await arrives(host)).toBe(false);
    expect(receiver.received).toEqual([]);
  });
});

test.each(["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])(
  "%s is public",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test("a receiver that never answers is left at the deadline", async () => {
  receiver.answer = { status: 200, hangs: true };
  const { network } = names({ "hooks.example.com": [["93.184.215.14"]] });
  await expect(post(network, "https://hooks.example.com/", 300)).rejects.toThrow(
    "hooks.example.com did not answer in time.",
  );
});

test("a resolver that never answers is left at the deadline", async () => {
  const network = { ...receiver.network, resolve: () => new Promise<never>(() => {}) };
  await expect(post(network, "https://hooks.example.com/", 100)).rejects.toThrow("did not answer in time");
});

test("a certificate that nobody vouches for ends the attempt", async () => {
  const addresses = [{ address: "127.0.0.1", family: 4 }];
  const network: WebhookNetwork = {
    allowed: [],
    resolve: receiver.network.resolve,
    connect: ({ host }, signal) => publicNetwork.connect({ host, port: receiver.port, addresses }, signal),
  };
  await expect(post(network, "https://hooks.example.com/")).rejects.toThrow(
    /^hooks\.example\.com could not be reached \([A-Z_]+\)\.$/,
  );
  expect(receiver.received).toEqual([]);
});
