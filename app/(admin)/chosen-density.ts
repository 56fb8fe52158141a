import { cookies } from "next/headers";
import type { Density } from "@/components/ui/density-switch";
import { ownCookie } from "@/lib/door";

/** How high a person wants the rows of tables. */
export async function chosenDensity(): Promise<Density> {
  const chosen = (await cookies()).get(ownCookie("density").name)?.value;
  return chosen === "comfortable" ? "comfortable" : "compact";
}
