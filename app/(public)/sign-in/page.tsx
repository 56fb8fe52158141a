import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { noticeOf } from "@/app/_notice/notice";
import { SsoLink } from "@/app/_session/sso-link";
import { ssoRefusalWords } from "@/app/_session/words";
import { PublicFrame } from "@/components/shell/public-frame";
import { Alert } from "@/components/ui/alert";
import { DoneBanner } from "@/components/ui/done-banner";
import { Sentence } from "@/components/ui/sentence";
import { companyAccount, currentUser, safeReturnTo, showsSession } from "@/lib/door";
import { FORGOT_PASSWORD } from "../forgot-password/words";
import {
  CODE_ASKED_HERE,
  noAccount,
  OR_PASSWORD,
  PASSWORDS_OFF,
  SIGN_IN,
  SIGN_IN_FAILED,
  SIGN_IN_FIRST,
  SIGNED_OUT,
  TOO_MANY_ATTEMPTS,
  USE_PASSWORD,
  WRONG_CREDENTIALS,
} from "../words";
import { SignInForm } from "./_components/sign-in-form";

export const metadata: Metadata = { title: SIGN_IN };

/** What next-auth's own endpoints put into the address. Anything else there is not shown. */
const FAILURES: Record<string, string> = {
  CredentialsSignin: WRONG_CREDENTIALS,
  TooManyAttempts: TOO_MANY_ATTEMPTS,
  Unavailable: SIGN_IN_FAILED,
  SecondFactor: CODE_ASKED_HERE,
};

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const given = await searchParams;
  const { returnTo, error, ended, password } = given;
  const destination = safeReturnTo(returnTo);
  if (await currentUser()) redirect(destination);
  const notice = await noticeOf(given);
  const reason = notice
    ? ""
    : reasonFor({ ended: ended === "1" || (await showsSession()), isDeep: destination !== "/" });
  const company = companyAccount();
  const refused = company && ssoRefusalWords(error, company.name);
  const isTyped = !company?.isOnly || password === "1";
  const failure = typeof error === "string" && Object.hasOwn(FAILURES, error) ? FAILURES[error] : undefined;
  return (
    <PublicFrame footer={<Operator />}>
      {notice && (
        <DoneBanner title={notice.title} className="mb-5">
          {notice.message}
        </DoneBanner>
      )}
      <div className="mb-5">
        <h1 className="text-xl font-semibold">{SIGN_IN}</h1>
        {reason && <p className="mt-1 text-muted">{reason}</p>}
      </div>
      {refused && (
        <div className="mb-4">
          <Alert title={refused} />
        </div>
      )}
      {company && <SsoLink name={company.name} returnTo={destination} primary={company.isOnly} />}
      {company && isTyped && (
        <p className="my-4 text-sm text-muted">{company.isOnly ? PASSWORDS_OFF : OR_PASSWORD}</p>
      )}
      {isTyped ? (
        <>
          <SignInForm returnTo={destination} failure={failure} />
          <Other href="/forgot-password">{FORGOT_PASSWORD}</Other>
        </>
      ) : (
        <Other href={`/sign-in?password=1&returnTo=${encodeURIComponent(destination)}`}>{USE_PASSWORD}</Other>
      )}
    </PublicFrame>
  );
}

/** Why this page stands where another was asked for. A session's cookie ends with it: without one, nobody can tell. */
function reasonFor({ ended, isDeep }: { ended: boolean; isDeep: boolean }): string {
  if (ended) return SIGNED_OUT;
  return isDeep ? SIGN_IN_FIRST : "";
}

function Other({ href, children }: { href: string; children: string }) {
  return (
    <p className="mt-4 text-sm">
      <a href={href} className="inline-block min-h-6 underline underline-offset-2">
        {children}
      </a>
    </p>
  );
}

function Operator() {
  return <Sentence parts={noAccount(<code className="font-mono text-mono">admin create</code>)} />;
}
