/** Who asked, as the audit log names them. */
export interface Actor {
  userId: string;
  kind: "user" | "system" | "service";
}
