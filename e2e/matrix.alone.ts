import type { APIRequestContext } from "@playwright/test";
import { FORBIDDEN } from "@/app/(admin)/words";
import { type Door, readDoors } from "@/dev/architecture/doors";
import { readSources } from "@/dev/architecture/project";
import { can, type Role, type Verb } from "@/lib/people/roles";
import { addressesByPath } from "./app-routes";
import { type Caller, everyCaller } from "./callers";
import { expect, test } from "./journey";
import { stackHandle } from "./stack-handle";

const { doors, violations } = readDoors(readSources());
const addresses = addressesByPath();

type Outcome = "in" | "nothing" | "refused" | "sign in" | "declined" | "fault";

/** Ways to ask for the same page, and to look like no page load. */
const DISGUISES: Record<string, Record<string, string>> = {
  "as a browser": {},
  "past the middleware": { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
  "as data": { RSC: "1" },
  "ahead of time": { RSC: "1", "Next-Router-Prefetch": "1" },
};

test("every page and route lets in whom it declares, however they ask, and nobody else", async ({
  world,
}) => {
  test.setTimeout(600_000);
  expect(violations).toEqual([]);
  const wrong: string[] = [];
  let requests = 0;
  for (const caller of await everyCaller(world)) {
    for (const { door, address, disguise } of everyRequest(caller)) {
      const headers = { accept: "text/html", ...DISGUISES[disguise] };
      const outcome = await outcomeOf(caller.client, address, headers);
      requests++;
      if (!wantedOf(door, caller.role, disguise).includes(outcome))
        wrong.push(`${caller.name} ${disguise} ${address}: ${outcome}`);
    }
    await caller.client.dispose();
  }
  expect(wrong).toEqual([]);
  expect(requests).toBeGreaterThan(1_000);
});

function everyRequest({ role }: Caller): { door: Door; address: string; disguise: string }[] {
  return doors
    .filter(({ kind, method }) => kind !== "action" && method === "GET")
    .flatMap((door) => {
      const [first, ...others] = addresses.get(door.name) ?? [];
      const everyWay = first
        ? Object.keys(DISGUISES).map((disguise) => ({ door, address: first, disguise }))
        : [];
      // A stranger is asked to sign in before a page looks at its address.
      const more = role ? others : [];
      return [...everyWay, ...more.map((address) => ({ door, address, disguise: "as a browser" }))];
    });
}

async function outcomeOf(
  client: APIRequestContext,
  address: string,
  headers: Record<string, string>,
): Promise<Outcome> {
  const answer = await client.get(address, { headers, maxRedirects: 0 });
  const status = answer.status();
  if (status >= 500) return "fault";
  if (status === 401 || status === 403) return "refused";
  if (status === 400) return "declined";
  const { location } = answer.headers();
  const target = location ? new URL(location, stackHandle().appUrl) : undefined;
  // Where data is asked for, the framework wants the address to say so.
  const isSame = target?.searchParams.has("_rsc") && !address.includes("_rsc=");
  if (isSame) return outcomeOf(client, `${target?.pathname}${target?.search}`, headers);
  if (target) return target.pathname === "/sign-in" ? "sign in" : "in";
  // An answer that streams data says what became of it in the stream.
  const text = headers.RSC ? await answer.text() : "";
  if (text.includes(FORBIDDEN)) return "refused";
  if (/NEXT_REDIRECT;\w+;\/sign-in\b/.test(text)) return "sign in";
  return headers.RSC && !text.includes("Gallery") ? "nothing" : "in";
}

function wantedOf({ admits, kind }: Door, role: Role | undefined, disguise: string): Outcome[] {
  // A route that begins something doesn't do it ahead of time, whoever asks.
  const declined: Outcome[] = kind === "route" && disguise === "ahead of time" ? ["declined"] : [];
  // Of a page, the framework's links fetch ahead what surrounds it.
  const nothing: Outcome[] = kind === "page" && disguise === "ahead of time" ? ["nothing"] : [];
  if (admits === "public") return ["in", "nothing", "sign in", "declined"];
  if (admits === "token") return ["refused", "sign in"];
  if (!role) return ["sign in", ...declined, ...nothing];
  return can(role, admits as Verb) ? ["in", "nothing", "declined"] : ["refused", ...declined, ...nothing];
}
