import type { CustomerMail } from "@/lib/mail/customer";
import { DAY_MS } from "@/lib/time/durations";

const SENT_MS = Date.parse("2026-11-29T09:30:00Z");
const URL = `https://connect.bookly.example/connect/${"k3Jq9vYw".repeat(5)}abc`;

/** Every mail that a customer may get, by name. */
export function sampleMails(locale: string): { name: string; mail: CustomerMail }[] {
  const common = {
    locale,
    sentAt: new Date(SENT_MS),
    expiresAt: new Date(SENT_MS + 7 * DAY_MS),
    company: "Harbour Bakery Ltd",
    contactName: "Robin Meyer",
    url: URL,
    product: { name: "Bookly", support: "help@bookly.example" },
  };
  const stages = ["first", "second", "last"] as const;
  const connect: Omit<CustomerMail, "stage"> = {
    ...common,
    purpose: "connect",
    provider: "Xero",
    organisation: null,
    contactName: null,
    sender: "Ada Example",
    data: { state: "new" },
  };
  const reconnect: Omit<CustomerMail, "stage"> = {
    ...common,
    purpose: "reconnect",
    provider: "QuickBooks Online",
    organisation: "Harbour Bakery (2019) Ltd",
    sender: null,
    data: { state: "stopped", at: new Date(SENT_MS - 2 * DAY_MS) },
  };
  const ending: Omit<CustomerMail, "stage"> = {
    ...reconnect,
    product: { name: "Bookly", support: "+44 20 7946 0000" },
    data: { state: "ending", at: new Date(SENT_MS + 20 * DAY_MS) },
  };
  const other: Omit<CustomerMail, "stage"> = { ...reconnect, data: { state: "other" } };
  return [
    ...stages.map((stage) => ({ name: `connect-${stage}`, mail: { ...connect, stage } })),
    ...stages.map((stage) => ({ name: `reconnect-${stage}`, mail: { ...reconnect, stage } })),
    { name: "reconnect-ending", mail: { ...ending, stage: "first" } },
    { name: "reconnect-other", mail: { ...other, stage: "first" } },
  ];
}
