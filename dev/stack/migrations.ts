import { createRequire } from "node:module";
import { join } from "node:path";
import { runScript } from "./child";

/** `prisma migrate deploy`. @throws {Error} It failed; the message ends with what it printed. */
export async function migrate(root: string, databaseUrl: string): Promise<void> {
  const prisma = createRequire(join(root, "package.json")).resolve("prisma/build/index.js");
  const env = { DATABASE_URL: databaseUrl, CHECKPOINT_DISABLE: "1" };
  await runScript("prisma migrate deploy", prisma, ["migrate", "deploy"], env);
}
