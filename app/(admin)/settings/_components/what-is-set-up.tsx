import { DescriptionList } from "@/components/ui/description-list";

/** What the configuration allows: people can't change it here. */
export function WhatIsSetUp({ mailFrom }: { mailFrom: string | null }) {
  return (
    <DescriptionList
      facts={[
        mailFrom === null
          ? {
              term: "Email",
              description: <span className="font-medium text-expiring">Not set up: no mail can leave</span>,
              hint: "Your Countersign operator sets SMTP_URL and ALERT_FROM and restarts it.",
            }
          : { term: "Email", description: `From ${mailFrom}` },
        {
          term: "Webhooks",
          description: "Signed (Standard Webhooks)",
          hint: "Sent over https, to public addresses and to those that WEBHOOK_ALLOWED_NETWORKS lists. Redirects are not followed.",
        },
        {
          term: "Attempts",
          description: "Ten over about three days",
          hint: "A repeated message keeps its id, so that receivers recognise it. A webhook that takes none of them is turned off.",
        },
        {
          term: "Told of",
          description:
            "Needs reconnecting, expiring soon, a provider's incident, and the end of each; API keys that expire, or are used after their end",
        },
      ]}
    />
  );
}
