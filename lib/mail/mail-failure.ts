/** Why a mail did not leave, in words without secrets. */
export class MailFailure extends Error {
  /**
   * @param status SMTP reply code; null when there was no answer. @see RFC 5321 §4.2
   */
  constructor(
    message: string,
    readonly status: number | null = null,
  ) {
    super(message);
    this.name = "MailFailure";
  }
}
