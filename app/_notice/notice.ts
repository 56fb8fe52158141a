import { randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { z } from "zod";
import { ownCookie } from "@/lib/door";

const cookie = () => ownCookie("countersign_notice");
const PARAMETER = "notice";
const LIFETIME_SECONDS = 10 * 60;
const MAX_TEXT = 700;

const noticeSchema = z.object({
  id: z.string(),
  tone: z.enum(["working", "expiring", "reconnect", "provider", "disconnected"]),
  title: z.string(),
  message: z.string(),
  /** Where what it speaks of is seen. */
  links: z.array(z.object({ href: z.string(), label: z.string() })).optional(),
});

/** What just happened, told on the page that a redirect leads to. */
export type Notice = Omit<z.infer<typeof noticeSchema>, "id">;

/**
 * Leaves a notice for the next page and gives that page's address. The words travel in a cookie that only we can set,
 * the address holds but its number: a link from elsewhere shows nothing, and leaving the page takes the notice away. A
 * place on the page is left out: the notice stands at the top.
 */
export async function withNotice(path: string, notice: Notice): Promise<string> {
  const id = randomBytes(9).toString("base64url");
  const value = JSON.stringify({ ...notice, message: notice.message.slice(0, MAX_TEXT), id });
  const { name, options } = cookie();
  const sealed = Buffer.from(value).toString("base64url");
  (await cookies()).set(name, sealed, { ...options, maxAge: LIFETIME_SECONDS });
  const [page = ""] = path.split("#", 1);
  const [pathname, query] = page.split("?", 2);
  const parameters = new URLSearchParams(query);
  parameters.set(PARAMETER, id);
  return `${pathname}?${parameters}`;
}

/** Takes away what was told to whoever was signed in before. */
export async function dropNotice(): Promise<void> {
  const { name, options } = cookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

/** The notice an address speaks of, if this browser was given it. */
export async function noticeOf(
  searchParams: Readonly<Record<string, string | string[] | undefined>>,
): Promise<Notice | undefined> {
  const value = (await cookies()).get(cookie().name)?.value;
  if (!value || !searchParams[PARAMETER]) return undefined;
  const parsed = noticeSchema.safeParse(jsonOf(Buffer.from(value, "base64url").toString()));
  return parsed.success && parsed.data.id === searchParams[PARAMETER] ? parsed.data : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
