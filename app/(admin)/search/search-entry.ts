import type { StatusName } from "@/lib/health";

/** One thing a search found, and where it leads. */
export interface SearchEntry {
  kind: "company" | "screen" | "audit" | "reconnect" | "go";
  label: string;
  detail?: string | undefined;
  status?: StatusName | undefined;
  /** Of a reconnect: the company's page, where its button is, too. */
  href: string;
  /** The connection that choosing this reconnects at once. */
  connectionId?: string;
}

export interface SearchGroup {
  title: string;
  entries: SearchEntry[];
}
