import { randomBytes } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { ADMIN, type ConsentChoice } from "@/dev/world/consent";
import type { Links } from "@/lib/links";
import { actAs } from "@/lib/request-context";
import type { ProviderName } from "@/lib/token";
import type { ConsentOutcome } from "@/lib/token/consent/outcome";
import { type Mailbox, startMailbox } from "../mailbox";
import { linksOf } from "./links-of";
import { type TokenWorld, tokenWorld } from "./token-world";

/** A test world, the links of its process, and the mailbox of the customers. */
interface CustomerLinks {
  world: TokenWorld;
  mailbox: Mailbox;
  links: Links;
}

/** Opens all of it before a file's tests and closes it after them. */
export function customerLinks() {
  const world = tokenWorld();
  const opened = { world } as CustomerLinks;
  beforeAll(async () => {
    const mailbox = await startMailbox();
    Object.assign(opened, { mailbox, links: linksOf(world, mailbox.smtpUrl) });
  });
  afterAll(() => opened.mailbox?.close());
  const asAdmin = <T>(work: () => T) => actAs(ADMIN, work);
  return Object.assign(opened, {
    asAdmin,
    rows: <T extends object>(text: string, values: unknown[]) => world.database.query<T>(text, values),
    /** A company whose connection needs reconnecting, and the customer who can do it. */
    broken: async (provider: ProviderName = "qbo") => {
      const subject = await world.connectNew(provider);
      await world.database.query(`UPDATE "Grant" SET state = 'needs_reconnecting' WHERE id = $1`, [
        subject.grantId,
      ]);
      return subject;
    },
    linkFor: (companyId: string, connectionType: string, sentTo?: string) =>
      asAdmin(() => opened.links.createLink({ companyId, connectionType, sentTo })),
    mailsTo: (address: string) => opened.mailbox.mails().filter(({ to }) => to.includes(address)),
    /** From the button on a link's page to the provider and back, in one browser. */
    follow: async (token: string, provider: ProviderName, choice: ConsentChoice) => {
      const browserKey = randomBytes(16).toString("hex");
      const { url } = await opened.links.startLink({ token, browserKey });
      return comeBack(world, { provider, choice, url, browserKey });
    },
    /** The same from the page that a provider sends people to. */
    visit: async (provider: ProviderName, choice: ConsentChoice) => {
      const browserKey = randomBytes(16).toString("hex");
      const request = { connectionType: provider, browserKey, returnTo: `/reconnect/${provider}` };
      return comeBack(world, { provider, choice, url: await world.service.beginVisit(request), browserKey });
    },
  });
}

interface AtProvider {
  provider: ProviderName;
  choice: ConsentChoice;
  url: URL;
  browserKey: string;
}

function comeBack({ simulator, service }: TokenWorld, { provider, choice, url, browserKey }: AtProvider) {
  const { redirectTo } = simulator.control.consent({ provider, authorizeUrl: url.href, ...choice });
  const params = new URL(redirectTo).searchParams;
  return async (): Promise<ConsentOutcome> => {
    const callback = { connectionType: provider, params, browserKey };
    const consenter = await service.publicConsenter(callback);
    if (!consenter?.isHere) throw new Error("The state names no link and no visitor");
    return service.completeConsent({ ...callback, actor: consenter.actor });
  };
}

/** The secret part of a link's address. */
export const linkTokenOf = (url: string | null) => url?.split("/").at(-1) ?? "";

/** The secret part of the link in a mail. */
export const mailedToken = (text: string | undefined) => /\/connect\/([\w-]{43})/.exec(text ?? "")?.[1] ?? "";
