import { randomBytes } from "node:crypto";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { createHealth } from "@/lib/health";
import { createLinks, type Links } from "@/lib/links";
import { createMailer } from "@/lib/mail";
import type { TokenService } from "@/lib/token";
import type { TenantIds } from "@/lib/token/views";

interface LinksWorld {
  database: Database;
  service: TokenService;
  simulator: { clock: Clock };
  tenantIds: TenantIds;
}

/** Links of a product called Acme Ledger, mailed to `smtpUrl`; without one there is no mail server. */
export function linksOf(
  { database, service: tokenService, simulator, tenantIds }: LinksWorld,
  smtpUrl?: string,
): Links {
  const { clock } = simulator;
  const log = { warn: () => undefined };
  return createLinks({
    ...{ database, clock, random: randomBytes, tokenService, tenantIds },
    appUrl: "https://countersign.example.com",
    mailer: smtpUrl ? createMailer({ smtpUrl, from: "Acme Ledger <ledger@example.com>" }) : null,
    product: { name: "Acme Ledger", supportContact: "help@example.com" },
    health: createHealth({ database, clock, tokenService, tenantIds, log, trustedReadHours: 24 }),
  });
}
