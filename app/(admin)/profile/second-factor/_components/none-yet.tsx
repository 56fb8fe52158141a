import { ButtonLink } from "@/components/ui/button-link";
import { FACTOR_OFF, SET_UP } from "../../words";

/** In place of a form that takes a code of a second factor. */
export function NoneYet() {
  return (
    <>
      <p className="mb-4">{FACTOR_OFF}</p>
      <ButtonLink href="/profile/second-factor">{SET_UP}</ButtonLink>
    </>
  );
}
