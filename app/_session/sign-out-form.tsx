import { SubmitButton } from "@/components/ui/submit-button";
import { signOut } from "./actions";
import { SIGN_OUT } from "./words";

/** Works without JavaScript, like every form that changes something. */
export function SignOutForm() {
  return (
    <form action={signOut}>
      <SubmitButton variant="quiet" size="sm">
        {SIGN_OUT}
      </SubmitButton>
    </form>
  );
}
