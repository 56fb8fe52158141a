/** Who asked, as the audit log names them. */
export interface Actor {
  userId: string;
  /** A caller gave an id and nothing else; the audit log finds out whether it is a user's or a service's. */
  kind: "user" | "system" | "service" | "caller";
}
