import type { Metadata } from "next";
import { can, currentUser } from "@/lib/door";
import { type CompanyPageProps, loadCompany } from "./load-company";

/** The title of a tab, without the name for who may not read it. */
export async function companyTitle(params: CompanyPageProps["params"], tab?: string): Promise<Metadata> {
  const user = await currentUser();
  if (!user || !can(user.role, "companies.read")) return { title: "Company" };
  const name = await loadCompany(params).then(
    (company) => company.name,
    // The page says what is wrong.
    () => "Company",
  );
  return { title: tab ? `${tab}, ${name}` : name };
}
