import { parentPort } from "node:worker_threads";
import { hashSync, verifySync } from "@node-rs/argon2";

parentPort?.on("message", ({ password, cost, passwordHash }) => {
  try {
    const value = cost ? hashSync(password, cost) : verifySync(passwordHash, password);
    parentPort?.postMessage({ value });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
