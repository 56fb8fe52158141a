import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PublicFrame } from "@/components/shell/public-frame";
import { currentUser, safeReturnTo, showsSession } from "@/lib/door";
import { SignInForm } from "./_components/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

/** What next-auth's own endpoints put into the address. Anything else there is not shown. */
const FAILURES: Record<string, string> = {
  CredentialsSignin: "Email or password is not right.",
  TooManyAttempts: "Too many attempts for this account. Try again in 15 minutes.",
  Unavailable: "Signing in failed on our side. Try again in a minute.",
};

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { returnTo, error, ended } = await searchParams;
  const destination = safeReturnTo(returnTo);
  if (await currentUser()) redirect(destination);
  const reason = reasonFor({ ended: ended === "1" || (await showsSession()), isDeep: destination !== "/" });
  return (
    <PublicFrame footer={<Operator />}>
      <div className="mb-5">
        <h1 className="text-xl font-semibold">Sign in</h1>
        {reason && <p className="mt-1 text-muted">{reason}</p>}
      </div>
      <SignInForm returnTo={destination} failure={typeof error === "string" ? FAILURES[error] : undefined} />
    </PublicFrame>
  );
}

/** Why this page stands where another was asked for. A session's cookie ends with it: without one, nobody can tell. */
function reasonFor({ ended, isDeep }: { ended: boolean; isDeep: boolean }): string {
  if (ended) return "You were signed out. Sign in to continue.";
  return isDeep ? "You are not signed in, or your session has ended. Sign in to continue." : "";
}

function Operator() {
  return (
    <>
      No account, or password forgotten? Ask the person who runs Countersign: the commands are{" "}
      <code className="font-mono text-mono">admin create</code> and{" "}
      <code className="font-mono text-mono">admin set-password</code>.
    </>
  );
}
