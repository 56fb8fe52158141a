import { inParts } from "@/lib/text/in-parts";

// Own mail
export const mailedTo = (address: string) => `Alerts mailed to ${address}.`;
export const NO_MAIL = "Mail is not set up";
export const NO_MAIL_MORE =
  "Your Countersign operator sets SMTP_URL and ALERT_FROM and restarts it. Notifications in the app work without mail.";
export const MAIL_CHOICES = [
  { value: "nothing", label: "Nothing", hint: "The bell in the navigation shows alerts." },
  { value: "action", label: "Action needed", hint: "A mail when a problem starts that needs a person." },
  { value: "all", label: "Everything", hint: "Provider incidents, too, and the end of each problem." },
] as const;
export const MAIL_SCOPE = "Only what your role may see. Shared channels stay as they are.";
export const CHOOSE_MAIL = "Choose what you get.";
export const NO_ALERT_MAIL = "You get no mail about alerts.";
export const FROM_NEXT_ALERT = "It starts with the next alert.";

// Own time zone
export const readIn = <T>(zone: string, now: T) => inParts`You read times in ${zone}. Now: ${now}.`;
export const STAYS_UTC = "Days in filters, day bars, month-end, files, mails and the API stay in UTC.";
