const MAKE_KEY = `Make one: node -e "console.log(require('crypto').randomBytes(32).toString('hex'))"`;

/** How a person comes by a right value, said after what is wrong with the present one. */
export const remedies = {
  DATABASE_URL: "Example: postgresql://countersign:PASSWORD@localhost:5432/countersign",
  DATABASE_DIRECT_URL:
    "Example: postgresql://countersign:PASSWORD@localhost:5432/countersign; leave it empty without a pooler",
  ENCRYPTION_KEY: MAKE_KEY,
  ENCRYPTION_KEY_PREVIOUS: "List former values of ENCRYPTION_KEY, separated by commas, or leave it empty",
  NEXTAUTH_SECRET: MAKE_KEY,
  NEXTAUTH_URL: "Example: https://countersign.example.com",
  PROVIDER_SIMULATOR_URL: "Example: http://localhost:4400; leave it empty to use the real providers",
  JOURNAL_DIRECTORY: "Example: /var/lib/countersign/journal; leave it empty for .data/journal",
  AUDIT_STRICT: "Set it to true or false, or leave it empty for false",
  JOBS_IN_WEB: "Set it to true or false, or leave it empty for true",
  AUDIT_SIGNING_KEY: `${MAKE_KEY}; or leave it empty, and the audit log is not sealed`,
  AUDIT_ANCHOR_FILE: "Example: /mnt/elsewhere/countersign-seals.txt; leave it empty for none",
  METRICS_TOKEN: `${MAKE_KEY}; or leave it empty, and /api/metrics is not there`,
  METRICS_ADDRESS:
    "Example: 127.0.0.1:9464, with METRICS_TOKEN for /metrics; leave it empty, and workers serve nothing",
  API_ADDRESS: "Example: 127.0.0.1:3100, which is where it listens when this is empty",
  SMTP_URL:
    "Example: smtps://USER:PASSWORD@mail.example.com, or leave it empty, and alerts leave by webhook only",
  ALERT_FROM: "Example: Countersign <countersign@example.com>",
  PRODUCT_NAME: "Example: Acme Ledger; at most 60 characters. Empty: Countersign",
  PRODUCT_LOGO: "Example: /etc/countersign/logo.svg, or .png, .jpg, .webp; leave it empty for none",
  SUPPORT_CONTACT: "Example: support@example.com, or https://example.com/help; leave it empty for none",
  WEBHOOK_ALLOWED_NETWORKS:
    "Example: 10.20.0.0/16,fd00:20::/32, separated by commas; leave it empty, and webhooks go to public addresses only",
  TRUSTED_READ_HOURS: "Example: 24, which is what it is when this is empty; at most 720",
  SSO_ISSUER: "Example: https://login.example.com; leave it empty, and people sign in with passwords only",
  SSO_CLIENT_ID: "Copy it from the application that your identity provider has for Countersign",
  SSO_CLIENT_SECRET: "Copy it from the application that your identity provider has for Countersign",
  SSO_NAME: "Example: Acme; at most 40 characters",
  SSO_DOMAINS: "Example: example.com,example.org; leave it empty, and everybody needs an invite",
  SSO_ROLES: "Example: Accounting=finance,IT=admin; leave it empty, and groups give no role",
  SSO_ONLY: "Example: breakglass@example.com, the one admin who keeps a password; leave it empty, and all do",
  TRUSTED_PROXY_HOPS: "Count the reverse proxies in front of Countersign; 0 or empty when there are none",
} as const;
