import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { CodeForm } from "@/app/_second-factor/code-form";
import { PublicFrame } from "@/components/shell/public-frame";
import { pendingSignIn, safeReturnTo, signInPath } from "@/lib/door";
import { LOST_BOTH, SECOND_STEP, SECOND_STEP_WHY, SIGN_IN, START_OVER } from "../../words";
import { enterCode } from "./actions";

export const metadata: Metadata = { title: SECOND_STEP };

interface SecondFactorPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Between the right password and the session of who has a second factor. */
export default async function SecondFactorPage({ searchParams }: SecondFactorPageProps) {
  const returnTo = safeReturnTo((await searchParams).returnTo);
  if (!(await pendingSignIn("second_factor"))) redirect(signInPath(returnTo));
  return (
    <PublicFrame footer={LOST_BOTH}>
      <h1 className="text-xl font-semibold">{SECOND_STEP}</h1>
      <p className="mt-1 mb-5 text-muted">{SECOND_STEP_WHY}</p>
      <CodeForm action={enterCode} kind="any_code" button={SIGN_IN} returnTo={returnTo} then={returnTo} />
      <p className="mt-4 text-sm">
        <Link
          href={signInPath(returnTo)}
          prefetch={false}
          className="rounded-sm underline underline-offset-2"
        >
          {START_OVER}
        </Link>
      </p>
    </PublicFrame>
  );
}
