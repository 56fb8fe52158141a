import type { Metadata } from "next";
import { connection } from "next/server";
import { PublicFrame } from "@/components/shell/public-frame";
import { buttonClass } from "@/components/ui/button";
import { passwordReset, RESET_FAULTS } from "@/lib/people";
import {
  ASK_AGAIN,
  CANT_RESET,
  NEW_PASSWORD_SENTENCE,
  NEW_PASSWORD_TITLE,
} from "../../forgot-password/words";
import { NewPasswordForm } from "./_components/new-password-form";

export const metadata: Metadata = { title: NEW_PASSWORD_TITLE, referrer: "no-referrer" };

/** Where the mail's link leads. Opening it changes nothing; only the form's POST does. */
export default async function ResetPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  await connection();
  const { token } = await params;
  const state = await passwordReset().readReset(token);
  if (state !== "open") {
    return (
      <PublicFrame>
        <h1 className="text-xl font-semibold">{CANT_RESET}</h1>
        <p className="mt-2 text-muted">{RESET_FAULTS[state]}</p>
        <a href="/forgot-password" className={buttonClass({ variant: "primary" }, "mt-6")}>
          {ASK_AGAIN}
        </a>
      </PublicFrame>
    );
  }
  return (
    <PublicFrame>
      <div className="mb-5">
        <h1 className="text-xl font-semibold">{NEW_PASSWORD_TITLE}</h1>
        <p className="mt-1 text-muted">{NEW_PASSWORD_SENTENCE}</p>
      </div>
      <NewPasswordForm token={token} />
    </PublicFrame>
  );
}
