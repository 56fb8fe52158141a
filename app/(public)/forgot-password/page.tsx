import type { Metadata } from "next";
import { PublicFrame } from "@/components/shell/public-frame";
import { Sentence } from "@/components/ui/sentence";
import { passwordReset } from "@/lib/people";
import { AskForm } from "./_components/ask-form";
import {
  BACK_TO_SIGN_IN,
  FORGOT_SENTENCE,
  FORGOT_TITLE,
  LOOK_AT_MAIL,
  LOOK_AT_MAIL_MORE,
  NO_MAIL_TITLE,
  NOTHING_CAME,
  noMail,
} from "./words";

export const metadata: Metadata = { title: FORGOT_TITLE };

interface ForgotPasswordPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ForgotPasswordPage({ searchParams }: ForgotPasswordPageProps) {
  const { sent } = await searchParams;
  return (
    <PublicFrame
      footer={
        <a href="/sign-in" className="inline-block min-h-6 underline underline-offset-2">
          {BACK_TO_SIGN_IN}
        </a>
      }
    >
      {!passwordReset().isMailSet() ? <NoMail /> : sent === "1" ? <Sent /> : <Ask />}
    </PublicFrame>
  );
}

function Ask() {
  return (
    <>
      <div className="mb-5">
        <h1 className="text-xl font-semibold">{FORGOT_TITLE}</h1>
        <p className="mt-1 text-muted">{FORGOT_SENTENCE}</p>
      </div>
      <AskForm />
    </>
  );
}

/** The same for every address: it is not known here whose it is. */
function Sent() {
  return (
    <>
      <h1 className="text-xl font-semibold">{LOOK_AT_MAIL}</h1>
      <p className="mt-2 text-muted">{LOOK_AT_MAIL_MORE}</p>
      <p className="mt-2 text-muted">{NOTHING_CAME}</p>
    </>
  );
}

function NoMail() {
  return (
    <>
      <h1 className="text-xl font-semibold">{NO_MAIL_TITLE}</h1>
      <p className="mt-2 text-muted">
        <Sentence parts={noMail(<code className="font-mono text-mono">admin set-password</code>)} />
      </p>
    </>
  );
}
