/** Node's codes for a server whose certificate can't be verified as it is. */
const UNVERIFIED = /CERT|SIGNATURE|^UNABLE_TO_|^HOSTNAME_MISMATCH/;

/** What helps where a database's certificate can't be verified; undefined for other troubles. */
export function certificateRemedy(error: unknown, variable: string): string | undefined {
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  if (!UNVERIFIED.test(code)) return undefined;
  return (
    "Its certificate can't be verified, which sslmode=prefer, require, verify-ca and verify-full all demand. " +
    `Name the authority's file in ${variable}: sslmode=verify-full&sslrootcert=/path/to/ca.crt; ` +
    "or encrypt without verifying: sslmode=no-verify"
  );
}
