import { cache } from "react";
import { type ConnectionDetail, health } from "@/lib/health";
import { nothingAtAddress } from "./_page/nothing-at-address";

/** One read per request, shared by the page and its title; an unknown id is a 404. */
export const loadConnection = cache(async (id: string): Promise<ConnectionDetail> => {
  const connection = /^[\w-]{1,100}$/.test(id) ? await health().findConnection(id) : undefined;
  return connection ?? nothingAtAddress();
});
