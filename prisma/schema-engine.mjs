#!/usr/bin/env node
// Prisma's CLI spawns a schema engine for every command and downloads a native one unless
// PRISMA_SCHEMA_ENGINE_BINARY names another. This is that other: the same protocol (JSON-RPC, one message a line,
// on stdin and stdout) in front of Prisma's own WebAssembly build, so that node_modules is all a command needs.
import "./json-lines-only.mjs";

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { logLine, print, sendLine } from "./json-lines-only.mjs";
import { migrationDatabase, offlineDatabase } from "./migration-adapter.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: "string", multiple: true, default: [] },
    datasource: { type: "string", default: "{}" },
    version: { type: "boolean" },
  },
});
const datasource = JSON.parse(options.datasource);
const database = datasource.url ? migrationDatabase(datasource) : offlineDatabase();

// A panic surfaces in a microtask of the engine's own, out of reach of any try: it fails the request in flight.
let panicMessage = "";
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message: (message) => {
    panicMessage = `The schema engine panicked: ${message}`;
  },
};
const panic = new Promise((_, reject) => process.on("uncaughtException", reject));
panic.catch(() => {});

function loadWasm() {
  const glue = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const module = new WebAssembly.Module(readFileSync(glue.replace(/\.js$/, "_bg.wasm")));
  const { exports } = new WebAssembly.Instance(module, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
}

function startEngine() {
  loadWasm();
  const datamodels = options.datamodels.map((file) => [file, readFileSync(file, "utf8")]);
  const discardLog = () => {};
  return bindings.SchemaEngine.new(datamodels.length ? { datamodels } : {}, discardLog, database.factory);
}

let engine;
async function run(method, params) {
  engine ??= await startEngine();
  if (typeof engine[method] !== "function") {
    throw new Error(`${method} needs Prisma's native engine: set PRISMA_NATIVE_ENGINE=1`);
  }
  try {
    return await Promise.race([panic, engine[method](params)]);
  } catch (error) {
    if (panicMessage) throw new Error(panicMessage, { cause: error });
    if (!error.message.includes("shadow DB must be provided")) throw error;
    // Having applied migrations the engine has forgotten its shadow; devDiagnostic makes it ask for one anew.
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
    return Promise.race([panic, engine[method](params)]);
  }
}

const send = (message) => sendLine({ jsonrpc: "2.0", ...message });

const NOT_EMPTY = /database schema is not empty/;

/** `db push` keeps no record of migrations, and `migrate deploy` takes its tables for somebody else's. */
function howToGoOn(params, message) {
  const names = (params?.migrationsList?.migrationDirectories ?? []).map(({ path }) => path);
  const commands = names.map((name) => `  npx prisma migrate resolve --applied ${name}`);
  return [
    message,
    "",
    "A database that was made by `prisma db push` has all tables and no record of migrations. Go on with",
    "`npx prisma db push`; or record once that it has them, after a last `npx prisma db push` and a start of Countersign:",
    ...commands,
    "and `npx prisma migrate deploy` works from then on.",
  ].join("\n");
}

async function answer({ id, method, params }) {
  try {
    const result = await run(method === "getDatabaseVersion" ? "version" : method, params);
    if (method !== "diff") return send({ id, result: result ?? {} });
    send({ id: `print-${id}`, method: "print", params: { content: result.stdout ?? "" } });
    send({ id, result: { exitCode: result.exitCode, stdout: null } });
  } catch (error) {
    const message = error.message.replace(/External error id#(\d+)/, (text, errorId) => {
      return database.factory.errorRegistry.consumeError(Number(errorId))?.error.message ?? text;
    });
    const told = NOT_EMPTY.test(message) ? howToGoOn(params, message) : message;
    send({ id, error: { code: 4466, message: told, data: { is_panic: false, message: told } } });
  }
}

async function answerAll() {
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line);
    if (message.method) await answer(message);
  }
}

async function runCliCommand(command) {
  const verbs = { "can-connect-to-database": database.connect, "create-database": database.create };
  try {
    if (!verbs[command]) throw new Error(`Unknown command ${command}`);
    await verbs[command]();
  } catch (error) {
    logLine("ERROR", "schema_engine::logger", database.describeError(error));
    process.exitCode = 1;
  }
}

async function close() {
  await database.close();
  process.exit();
}

process.on("SIGTERM", close); // how the CLI ends an engine it has no more use for

if (options.version) {
  loadWasm();
  print(`schema-engine-wasm ${bindings.version()}`);
} else if (positionals[0] === "cli") {
  await runCliCommand(positionals[1]);
} else {
  await answerAll();
  await close();
}
