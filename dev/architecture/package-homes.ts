/** Packages only one part of the house may know, so that replacing one touches one place. */
export const PACKAGE_HOMES: Readonly<Record<string, readonly string[]>> = {
  "@prisma/client": ["lib/db/", "prisma/"],
  "@prisma/adapter-pg": ["lib/db/", "prisma/"],
  "intuit-oauth": ["lib/token/"],
  "xero-node": ["lib/token/"],
  "openid-client": ["lib/token/", "lib/people/sso/"],
  "pg-boss": ["lib/jobs/"],
  "prom-client": ["lib/metrics/"],
  nodemailer: ["lib/mail/"],
  "intl-messageformat": ["lib/mail/"],
  otplib: ["lib/people/"],
  uqr: ["app/_second-factor/"],
  standardwebhooks: ["lib/webhooks/"],
  fastify: ["lib/api/"],
  "fastify-type-provider-zod": ["lib/api/"],
  "@fastify/swagger": ["lib/api/"],
};
