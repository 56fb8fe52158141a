import type { Metadata } from "next";
import { connection } from "next/server";
import { PublicFrame } from "@/components/shell/public-frame";
import { Sentence } from "@/components/ui/sentence";
import { passwordReset } from "@/lib/people";
import { AskForm } from "./_components/ask-form";
import { BACK_TO_SIGN_IN, FORGOT_TITLE, NO_MAIL_TITLE, noMail } from "./words";

export const metadata: Metadata = { title: FORGOT_TITLE };

export default async function ForgotPasswordPage() {
  await connection();
  return (
    <PublicFrame
      footer={
        <a href="/sign-in" className="inline-block min-h-6 underline underline-offset-2">
          {BACK_TO_SIGN_IN}
        </a>
      }
    >
      {passwordReset().isMailSet() ? <AskForm /> : <NoMail />}
    </PublicFrame>
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
