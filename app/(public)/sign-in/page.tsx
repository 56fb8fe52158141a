import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { noticeOf } from "@/app/_notice/notice";
import { PublicFrame } from "@/components/shell/public-frame";
import { DoneBanner } from "@/components/ui/done-banner";
import { Sentence } from "@/components/ui/sentence";
import { currentUser, safeReturnTo, showsSession } from "@/lib/door";
import { FORGOT_PASSWORD } from "../forgot-password/words";
import {
  CODE_ASKED_HERE,
  noAccount,
  SIGN_IN,
  SIGN_IN_FAILED,
  SIGN_IN_FIRST,
  SIGNED_OUT,
  TOO_MANY_ATTEMPTS,
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
  const { returnTo, error, ended } = given;
  const destination = safeReturnTo(returnTo);
  if (await currentUser()) redirect(destination);
  const notice = await noticeOf(given);
  const reason = notice
    ? ""
    : reasonFor({ ended: ended === "1" || (await showsSession()), isDeep: destination !== "/" });
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
      <SignInForm returnTo={destination} failure={typeof error === "string" ? FAILURES[error] : undefined} />
      <p className="mt-4 text-sm">
        <a href="/forgot-password" className="inline-block min-h-6 underline underline-offset-2">
          {FORGOT_PASSWORD}
        </a>
      </p>
    </PublicFrame>
  );
}

/** Why this page stands where another was asked for. A session's cookie ends with it: without one, nobody can tell. */
function reasonFor({ ended, isDeep }: { ended: boolean; isDeep: boolean }): string {
  if (ended) return SIGNED_OUT;
  return isDeep ? SIGN_IN_FIRST : "";
}

function Operator() {
  return <Sentence parts={noAccount(<code className="font-mono text-mono">admin create</code>)} />;
}
