import type { ReactNode } from "react";
import { answerWith } from "@/lib/door";
import { isCode } from "@/lib/errors";
import { Forbidden } from "./forbidden";
import { NothingHere } from "./nothing-here";

/**
 * A page behind sign-in. Where the reader's role does not include it, or its address leads to nothing, that is drawn in
 * its place, with the status 403 or 404: the framework's own interruptions are drawn by scripts alone.
 *
 * @param notFound What to draw where the page throws `not_found`.
 * @example export default page(CompanyPage, { notFound: <NoCompany /> });
 */
export function page<Props>(
  Page: (props: Props) => Promise<ReactNode>,
  { notFound = <NothingHere /> }: { notFound?: ReactNode } = {},
): (props: Props) => Promise<ReactNode> {
  return async (props) => {
    try {
      return await Page(props);
    } catch (error) {
      if (isCode(error, "not_allowed")) return refuse(403, <Forbidden />);
      if (isCode(error, "not_found")) return refuse(404, notFound);
      throw error;
    }
  };
}

async function refuse(status: 403 | 404, drawn: ReactNode): Promise<ReactNode> {
  await answerWith(status);
  return drawn;
}
