import type { Database } from "@/lib/db";
import type { SsoDeps } from "./identity-provider";

/** Everything that signing in with the company's account works with. */
export interface SsoRoomDeps extends SsoDeps {
  database: Database;
}
