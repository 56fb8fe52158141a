/** How much is done. */
export interface Scale {
  /** `--quick`: a tenth of the work, to see that everything runs; its figures say little. */
  readonly quick: boolean;
  /** `--full`: every side of the refreshes refreshes every grant. */
  readonly full: boolean;
}

export function scaled({ quick }: Scale, amount: number): number {
  return quick ? Math.ceil(amount / 10) : amount;
}
