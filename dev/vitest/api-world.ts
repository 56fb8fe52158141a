import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { openWorld, type World } from "@/dev/world/open-world";
import { installRooms } from "@/lib/boot";
import { type StartedApi, startApi } from "@/lib/boot/start/start-api";
import { type StartedEvents, startEvents } from "@/lib/boot/start/start-events";
import type { Env } from "@/lib/env";
import { log } from "@/lib/log";
import { createApiKeys, SCOPES } from "@/lib/people";
import type { NewKey } from "@/lib/people/api-keys/new-key";
import { actAs } from "@/lib/request-context";
import { installRuntime, type Runtime } from "@/lib/runtime";
import { installTokenService, providerNames } from "@/lib/token";
import { requireContract } from "./contract";
import { testDatabaseUrl } from "./database";
import { testEnv } from "./test-env";

/** A test world with the HTTP API in front of it, on a port of its own. */
export interface ApiWorld extends World {
  runtime: Runtime;
  databaseUrl: string;
  origin: string;
  /** Makes a key that may do everything, but for what is given. @returns Its value. */
  key(given?: Partial<NewKey>): Promise<string>;
  /** One request; the path begins with /. */
  ask(path: string, options?: Ask): Promise<Answer>;
}

interface Ask extends RequestInit {
  /** The value of a key; none is shown without it. */
  key?: string | undefined;
  /** Sent as JSON. */
  json?: unknown;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests compare what came with what they expect
  json: any;
}

const TEST = { kind: "system", id: "test" } as const;

/** Opens a world before a file's tests and closes it after them. */
export function apiWorld(changes: Partial<Env> = {}): ApiWorld {
  const world = {} as ApiWorld;
  let api: StartedApi | undefined;
  let heard: StartedEvents | undefined;
  beforeAll(async () => {
    const databaseUrl = await testDatabaseUrl();
    const opened = await openWorld({ databaseUrl });
    const { database, engine, settings, simulator } = opened;
    const { clock } = simulator;
    const env = testEnv({ ...settings, databaseUrl, ...changes });
    const runtime = installRooms(installRuntime({ env, database, clock, log }));
    installTokenService(engine.service);
    heard = startEvents(runtime);
    api = await startApi(runtime, engine);
    const keys = createApiKeys({ database, clock, random: randomBytes, providers: providerNames });
    const origin = `http://127.0.0.1:${api.port}`;
    Object.assign(world, opened, {
      runtime,
      databaseUrl,
      origin,
      key: async (given = {}) => (await actAs(TEST, () => keys.makeKey({ ...EVERYTHING, ...given }))).value,
      ask: (path: string, options: Ask = {}) => ask(`${origin}${path}`, options),
    } satisfies Omit<ApiWorld, keyof World>);
  });
  afterAll(async () => {
    await api?.stop();
    await heard?.stop();
    await world.close?.();
  });
  return world;
}

const JSON_TYPE = /^application\/(?:problem\+)?json/;

const EVERYTHING: NewKey = {
  name: "everything",
  service: "tests",
  environment: "test",
  scopes: SCOPES,
  companyIds: null,
  providers: providerNames,
  networks: [],
  limitPerMinute: 100_000,
};

async function ask(url: string, { key, json: sent, ...init }: Ask): Promise<Answer> {
  const headers = new Headers(init.headers);
  if (key !== undefined) headers.set("authorization", `Bearer ${key}`);
  if (sent !== undefined) headers.set("content-type", "application/json");
  const body = sent === undefined ? init.body : JSON.stringify(sent);
  const answer = await fetch(url, { ...init, headers, ...(body != null && { body }) });
  const text = await answer.text();
  const isJson = JSON_TYPE.test(answer.headers.get("content-type") ?? "") && text !== "";
  const json = isJson ? JSON.parse(text) : undefined;
  requireContract({ method: init.method ?? "GET", path: new URL(url).pathname }, answer, json);
  return { status: answer.status, headers: answer.headers, text, json };
}
