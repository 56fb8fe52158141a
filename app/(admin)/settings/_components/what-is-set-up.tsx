import { DescriptionList } from "@/components/ui/description-list";
import {
  ALERTS_FOR,
  ALERTS_FOR_WHAT,
  ATTEMPTS,
  ATTEMPTS_HINT,
  mailFromWords,
  NO_MAIL,
  NO_MAIL_HINT,
  WEBHOOKS_HINT,
  WEBHOOKS_SIGNED,
} from "../words";

/** What the configuration allows: people can't change it here. */
export function WhatIsSetUp({ mailFrom }: { mailFrom: string | null }) {
  return (
    <DescriptionList
      facts={[
        mailFrom === null
          ? {
              term: "Email",
              description: <span className="font-medium text-expiring">{NO_MAIL}</span>,
              hint: NO_MAIL_HINT,
            }
          : { term: "Email", description: mailFromWords(mailFrom) },
        {
          term: "Webhooks",
          description: WEBHOOKS_SIGNED,
          hint: WEBHOOKS_HINT,
        },
        {
          term: "Attempts",
          description: ATTEMPTS,
          hint: ATTEMPTS_HINT,
        },
        {
          term: ALERTS_FOR,
          description: ALERTS_FOR_WHAT,
        },
      ]}
    />
  );
}
