/** Why a message did not arrive, in words without secrets. */
export class SendFailure extends Error {
  /**
   * @param status HTTP status or SMTP reply code; null when there was no answer.
   */
  constructor(
    message: string,
    readonly status: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "SendFailure";
  }
}
