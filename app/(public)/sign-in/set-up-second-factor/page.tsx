import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CodeForm } from "@/app/_second-factor/code-form";
import { SecretCard } from "@/app/_second-factor/secret-card";
import { PublicFrame } from "@/components/shell/public-frame";
import { currentUser, pendingSignIn, safeReturnTo, setUpOf, signInPath } from "@/lib/door";
import { SET_UP_DONE, SET_UP_FIRST, SET_UP_WHY } from "../../words";
import { finishSetUp } from "./actions";

export const metadata: Metadata = { title: SET_UP_FIRST };

interface SetUpPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Between the right password and the session of who must have a second factor, and has none. */
export default async function SetUpPage({ searchParams }: SetUpPageProps) {
  const returnTo = safeReturnTo((await searchParams).returnTo);
  const pending = await pendingSignIn("set_up");
  const enrolment = pending ? await setUpOf(pending) : undefined;
  // Signed in by the form below, which still has backup codes to show.
  if (!enrolment && !(await currentUser())) redirect(signInPath(returnTo));
  return (
    <PublicFrame>
      <h1 className="text-xl font-semibold">{SET_UP_FIRST}</h1>
      <p className="mt-1 mb-5 text-muted">{enrolment ? SET_UP_WHY : SET_UP_DONE}</p>
      {enrolment && <SecretCard enrolment={enrolment} />}
      <div className="mt-4">
        <CodeForm
          action={finishSetUp}
          kind="code"
          button="Turn on"
          then={returnTo}
          open={enrolment !== undefined}
        />
      </div>
    </PublicFrame>
  );
}
