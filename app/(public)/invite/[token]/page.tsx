import type { Metadata } from "next";
import { SsoLink } from "@/app/_session/sso-link";
import { PublicFrame } from "@/components/shell/public-frame";
import { buttonClass } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Sentence } from "@/components/ui/sentence";
import { SubmitButton } from "@/components/ui/submit-button";
import { companyAccount, currentUser } from "@/lib/door";
import { INVITE_FAULTS, invites } from "@/lib/people";
import {
  ACCEPT_TITLE,
  acceptOnlyWith,
  acceptSentence,
  acceptWith,
  CANT_ACCEPT,
  CHOOSE_BOTH,
  GO_TO_SIGN_IN,
  INVITE,
  ROLE_MEANS,
  SIGN_OUT_AND_GO_ON,
  SIGNED_IN_AS,
  STAY,
  signedInSentence,
} from "../words";
import { AcceptForm } from "./_components/accept-form";
import { signOutHere } from "./actions";

export const metadata: Metadata = { title: INVITE, referrer: "no-referrer" };

/** Where an invite's link leads. Opening it shows the invite; only the form's POST spends it. */
export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [invite, user] = await Promise.all([invites().readInvite(token), currentUser()]);
  if (invite.state !== "open") return <Unusable fault={INVITE_FAULTS[invite.state]} />;
  if (user) return <SignedIn email={user.email} token={token} />;
  const company = companyAccount();
  return (
    <PublicFrame>
      <div className="mb-5">
        <h1 className="text-xl font-semibold">{ACCEPT_TITLE}</h1>
        <p className="mt-1 text-muted">
          <Sentence
            parts={acceptSentence(
              <span className="wrap-anywhere text-text">{invite.invitedByName}</span>,
              <strong className="font-semibold text-text">{invite.role}</strong>,
            )}
          />{" "}
          {!company?.isOnly && `${CHOOSE_BOTH} `}
          {ROLE_MEANS[invite.role]}
        </p>
      </div>
      {company && (
        <div className="mb-5">
          <p className="mb-3">{company.isOnly ? acceptOnlyWith(company.name) : acceptWith(company.name)}</p>
          <SsoLink name={company.name} returnTo="/" primary={company.isOnly} />
        </div>
      )}
      {!company?.isOnly && (
        <AcceptForm token={token}>
          <Field
            label="Email"
            name="email"
            type="email"
            autoComplete="username"
            readOnly
            defaultValue={invite.email}
            inputClassName="text-muted"
          />
        </AcceptForm>
      )}
    </PublicFrame>
  );
}

/** Links are plain: the framework's would ask for pages ahead, and name this one as it does. */
function Unusable({ fault }: { fault: string }) {
  return (
    <PublicFrame>
      <h1 className="text-xl font-semibold">{CANT_ACCEPT}</h1>
      <p className="mt-2 text-muted">{fault}</p>
      <a href="/sign-in" className={buttonClass({ variant: "primary" }, "mt-6")}>
        {GO_TO_SIGN_IN}
      </a>
    </PublicFrame>
  );
}

function SignedIn({ email, token }: { email: string; token: string }) {
  return (
    <PublicFrame>
      <h1 className="text-xl font-semibold">{SIGNED_IN_AS}</h1>
      <p className="mt-2 text-muted">
        <Sentence parts={signedInSentence(<span className="wrap-anywhere text-text">{email}</span>)} />
      </p>
      <form action={signOutHere} className="mt-6 flex flex-wrap gap-2">
        <input type="hidden" name="token" value={token} />
        <SubmitButton>{SIGN_OUT_AND_GO_ON}</SubmitButton>
        <a href="/" className={buttonClass({})}>
          {STAY}
        </a>
      </form>
    </PublicFrame>
  );
}
