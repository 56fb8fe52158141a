import type { Metadata } from "next";
import { connection } from "next/server";
import { noticeOf } from "@/app/_notice/notice";
import { scopeWords } from "@/app/(admin)/companies/scope-words";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { type HeldLink, LINK_FAULTS, links } from "@/lib/links";
import { providerOf } from "@/lib/token";
import { Outcome } from "../_components/outcome";
import { ProductFrame } from "../_components/product-frame";
import {
  ALREADY_HEALTHY,
  ASK_FOR_NEW,
  CANT_USE,
  COMPANY,
  CONNECT,
  connectTitle,
  connectWhy,
  continueAt,
  healthyWords,
  ifNot,
  NEW_LINK_SENTENCE,
  ORGANISATION,
  SEND_NEW_LINK,
  VALID_UNTIL,
  WHAT_IT_GIVES,
  whoApproves,
} from "../words";
import { askNewLink, startLink } from "./actions";

export const metadata: Metadata = { title: { absolute: CONNECT }, referrer: "no-referrer" };

interface ConnectPageProps {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where a customer's link leads. Opening it changes nothing; only the form's POST begins the consent. */
export default async function ConnectPage({ params, searchParams }: ConnectPageProps) {
  await connection();
  const { token } = await params;
  const [link, notice] = await Promise.all([links().readLink(token), noticeOf(await searchParams)]);
  return (
    <ProductFrame>
      <Outcome notice={notice} />
      {"companyName" in link ? (
        <Open link={link} token={token} />
      ) : (
        // What was just done says it better than the state it left.
        notice?.tone !== "working" && <Unusable link={link} token={token} />
      )}
    </ProductFrame>
  );
}

type OpenLink = Extract<HeldLink, { companyName: string }>;

function Open({ link, token }: { link: OpenLink; token: string }) {
  const { companyName, tenantName, purpose, connectionType, expiresAt, state } = link;
  const { displayName, shortName, consentedBy, scope } = providerOf(connectionType);
  const { name: product } = links().product();
  if (state === "healthy") {
    return (
      <>
        <h1 className="text-xl font-semibold">{ALREADY_HEALTHY}</h1>
        <p className="mt-2 text-muted">{healthyWords(companyName, displayName)}</p>
      </>
    );
  }
  const gives = [...new Set(scopeWords(scope).map(({ words }) => words))];
  return (
    <>
      <h1 className="text-xl font-semibold">{connectTitle(purpose, displayName)}</h1>
      <p className="mt-2 text-muted">{connectWhy(product, purpose, displayName)}</p>
      <dl className="mt-4 grid gap-3">
        <Fact term={COMPANY}>
          <bdi className="wrap-anywhere">{companyName}</bdi>
        </Fact>
        {tenantName && (
          <Fact term={ORGANISATION}>
            <bdi className="font-semibold wrap-anywhere">{tenantName}</bdi>
          </Fact>
        )}
        <Fact term={WHAT_IT_GIVES}>
          <ul>
            {gives.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Fact>
        <Fact term={VALID_UNTIL}>
          <Time at={expiresAt} />
        </Fact>
      </dl>
      <p className="mt-4 text-muted">
        {ifNot(product, purpose)} {whoApproves(consentedBy)}
      </p>
      <form action={startLink} className="mt-5">
        <input type="hidden" name="token" value={token} />
        <SubmitButton className="w-full">{continueAt(purpose, shortName)}</SubmitButton>
      </form>
    </>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-muted">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

type ClosedLink = Exclude<HeldLink, OpenLink>;

function Unusable({ link: { state, isRenewable }, token }: { link: ClosedLink; token: string }) {
  const isOver = state === "expired" || state === "exhausted";
  return (
    <>
      <h1 className="text-xl font-semibold">{CANT_USE}</h1>
      <p className="mt-2 text-muted">
        {LINK_FAULTS[state]} {isRenewable ? NEW_LINK_SENTENCE : isOver && ASK_FOR_NEW}
      </p>
      {isRenewable && (
        <form action={askNewLink} className="mt-5">
          <input type="hidden" name="token" value={token} />
          <SubmitButton className="w-full">{SEND_NEW_LINK}</SubmitButton>
        </form>
      )}
    </>
  );
}
