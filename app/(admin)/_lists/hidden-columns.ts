import { cookies } from "next/headers";
import { ownCookie } from "@/lib/door";
import { columnsCookie, type ListWithColumns, readHidden } from "./list-columns";

/** The columns of a list that a person leaves out in this browser. */
export async function hiddenColumns(list: ListWithColumns): Promise<string[]> {
  return readHidden(list, (await cookies()).get(ownCookie(columnsCookie(list)).name)?.value);
}
