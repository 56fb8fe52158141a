import { z } from "zod";

export const time = z.iso.datetime();
const organisation = z.object({ id: z.string(), name: z.string() });

/** What an event of each type tells. Fields may be added; none holds a token or a secret. */
export const dataSchemas = {
  "connection.connected": z.object({ organisation }),
  "connection.reconnected": z.object({ organisation }),
  /** Only the customer can mend it: `cause` is a code of the catalogue. */
  "connection.broken": z.object({ cause: z.string(), sentence: z.string(), since: time }),
  /** `cause` and `since` are those of the trouble that is over. */
  "connection.recovered": z.object({ cause: z.string(), since: time }),
  "connection.expiring": z.object({ deadline: time, sentence: z.string(), next_step: z.string() }),
  "connection.disconnected": z.object({ organisation }),
  "connection.wrong_organisation_refused": z.object({ sentence: z.string() }),
  "incident.opened": z.object({
    incident: z.string(),
    cause: z.string(),
    owner: z.enum(["provider", "us", "customer"]),
    sentence: z.string(),
    since: time,
  }),
  "incident.closed": z.object({ incident: z.string(), cause: z.string(), since: time, ended_at: time }),
  "import.finished": z.object({
    import: z.string(),
    lines: z.int(),
    connected: z.int(),
    renewed: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    failed: z.int(),
  }),
  /** `key` is its public id. */
  "key.expiring": z.object({ key: z.string(), name: z.string(), service: z.string(), expires_at: time }),
} as const;

export type EventType = keyof typeof dataSchemas;
export type EventData = { [T in EventType]: z.infer<(typeof dataSchemas)[T]> };

export const eventTypes = Object.keys(dataSchemas) as [EventType, ...EventType[]];

export function isEventType(value: string): value is EventType {
  return value in dataSchemas;
}
