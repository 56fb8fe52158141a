import type { Metadata } from "next";
import { connection } from "next/server";
import { customerWords } from "@/app/_consent/customer/words-here";
import { noticeOf } from "@/app/_notice/notice";
import { scopeWords } from "@/app/(admin)/companies/scope-words";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { type HeldLink, links } from "@/lib/links";
import { providerOf, tokenService } from "@/lib/token";
import { Outcome } from "../_components/outcome";
import { ProductFrame } from "../_components/product-frame";
import { askNewLink, startLink } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const { say } = await customerWords();
  return { title: { absolute: say.connect }, referrer: "no-referrer" };
}

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

async function Open({ link, token }: { link: OpenLink; token: string }) {
  const { say } = await customerWords();
  const { companyName, tenantName, purpose, connectionType, expiresAt, state } = link;
  const { displayName, shortName } = providerOf(connectionType);
  const wanted = tokenService.wantedScopes().find((one) => one.connectionType === connectionType);
  const { name: product } = links().product();
  if (state === "healthy") {
    return (
      <>
        <h1 className="text-xl font-semibold">{say.alreadyHealthy}</h1>
        <p className="mt-2 text-muted">{say.healthy(companyName, displayName)}</p>
      </>
    );
  }
  const { scopes, otherScope } = say;
  const gives = new Set(
    scopeWords(wanted?.scopes.join(" ") ?? "").map((each) =>
      scopes ? (scopes[each.scope] ?? otherScope) : each.words,
    ),
  );
  return (
    <>
      <h1 className="text-xl font-semibold">{say.title(purpose, displayName)}</h1>
      <p className="mt-2 text-muted">{say.why(product, purpose, displayName)}</p>
      <dl className="mt-4 grid gap-3">
        <Fact term={say.company}>
          <bdi className="wrap-anywhere">{companyName}</bdi>
        </Fact>
        {tenantName && (
          <Fact term={say.organisation}>
            <bdi className="font-semibold wrap-anywhere">{tenantName}</bdi>
          </Fact>
        )}
        <Fact term={say.whatItGives}>
          <ul>
            {[...gives].map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Fact>
        <Fact term={say.validUntil}>
          <Time at={expiresAt} />
        </Fact>
      </dl>
      <p className="mt-4 text-muted">
        {say.ifNot(product, purpose)} {say.whoApproves(say.approver(connectionType))}
      </p>
      <form action={startLink} className="mt-5">
        <input type="hidden" name="token" value={token} />
        <SubmitButton className="w-full">{say.continueAt(purpose, shortName)}</SubmitButton>
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

async function Unusable({ link: { state, isRenewable }, token }: { link: ClosedLink; token: string }) {
  const { say } = await customerWords();
  const isOver = state === "expired" || state === "exhausted";
  return (
    <>
      <h1 className="text-xl font-semibold">{say.cantUse}</h1>
      <p className="mt-2 text-muted">
        {say.faults[state]} {isRenewable ? say.newLinkGoesWhere : isOver && say.askForNew}
      </p>
      {isRenewable && (
        <form action={askNewLink} className="mt-5">
          <input type="hidden" name="token" value={token} />
          <SubmitButton className="w-full">{say.sendNewLink}</SubmitButton>
        </form>
      )}
    </>
  );
}
