import type { Metadata } from "next";
import { PublicFrame } from "@/components/shell/public-frame";
import { buttonClass } from "@/components/ui/button";
import { currentUser } from "@/lib/access";
import { SignOutForm } from "./(public)/sign-in/_components/sign-out-form";

export const metadata: Metadata = { title: "Not allowed" };

export default async function Forbidden() {
  const user = await currentUser();
  return (
    <PublicFrame>
      <h1 className="text-xl font-semibold">Your role does not include this page</h1>
      <p className="mt-2 text-muted">
        {user ? `You are signed in as ${user.name}, with the role ${user.role}. ` : ""}
        An admin of Countersign can open this page for you or change your role. Nothing was changed.
      </p>
      <div className="mt-6 flex flex-wrap items-center gap-2">
        <a href="/" className={buttonClass({ variant: "primary" })}>
          Go to the overview
        </a>
        {user && <SignOutForm />}
      </div>
    </PublicFrame>
  );
}
