import { headers } from "next/headers";
import { runtime } from "@/lib/runtime";
import { PATH_HEADER } from "../front/path-header";

/** The whole address of the page being made, as a person would type it. */
export async function pageAddress(): Promise<string> {
  return new URL((await headers()).get(PATH_HEADER) ?? "/", runtime().env.auth.url).href;
}
