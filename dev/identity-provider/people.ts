/** A person as the company's directory has them. */
export interface DirectoryPerson {
  subject: string;
  name: string;
  email: string;
  /** As it is sent: a provider may send anything. */
  emailVerified: unknown;
  groups: readonly string[];
}

/** Who works at the demo's company, and what each shows. */
export const directory: readonly DirectoryPerson[] = [
  person("ines", "Inés Castellano", "ines@northstar.test", { groups: ["Accounting"] }),
  person("owen", "Owen Baptiste", "owen@northstar.test", { groups: ["IT"] }),
  person("yuki", "Yuki Tanabe", "yuki@northstar.test", {}),
  person("lena", "Lena Unverified", "lena@northstar.test", { emailVerified: false }),
  person("zoe", "Zoe Elsewhere", "zoe@elsewhere.test", {}),
];

/** What SSO_DOMAINS and SSO_ROLES hold beside this directory. */
export const DOMAINS = "northstar.test";
export const ROLES = "Accounting=finance,Helpdesk=support,IT=admin";

function person(
  subject: string,
  name: string,
  email: string,
  { emailVerified = true, groups = [] }: Partial<DirectoryPerson>,
): DirectoryPerson {
  return { subject, name, email, emailVerified, groups };
}
