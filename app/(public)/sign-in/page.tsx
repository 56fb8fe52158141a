import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PublicFrame } from "@/components/shell/public-frame";
import { currentUser, safeReturnTo } from "@/lib/access";
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
  const { returnTo, error } = await searchParams;
  const destination = safeReturnTo(returnTo);
  if (await currentUser()) redirect(destination);
  return (
    <PublicFrame footer="No account? Ask an admin of Countersign.">
      <h1 className="mb-5 text-xl font-semibold">Sign in</h1>
      <SignInForm returnTo={destination} failure={typeof error === "string" ? FAILURES[error] : undefined} />
    </PublicFrame>
  );
}
