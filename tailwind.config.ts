import type { Config } from "tailwindcss";

/** Names for the variables of `app/globals.css`; both themes share every class. */
export default {
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      bg: "var(--bg)",
      surface: "var(--surface)",
      border: "var(--border)",
      control: "var(--control)",
      text: "var(--text)",
      muted: "var(--muted)",
      hover: "var(--hover)",
      accent: { DEFAULT: "var(--accent)", ink: "var(--accent-ink)" },
      working: { DEFAULT: "var(--working)", tint: "var(--working-tint)" },
      expiring: { DEFAULT: "var(--expiring)", tint: "var(--expiring-tint)" },
      reconnect: { DEFAULT: "var(--reconnect)", tint: "var(--reconnect-tint)" },
      provider: { DEFAULT: "var(--provider)", tint: "var(--provider-tint)" },
      disconnected: { DEFAULT: "var(--disconnected)", tint: "var(--disconnected-tint)" },
      bar: {
        ok: "var(--bar-ok)",
        soon: "var(--bar-soon)",
        bad: "var(--bar-bad)",
        none: "var(--bar-none)",
      },
    },
    fontFamily: {
      sans: ["Inter Variable", "system-ui", "sans-serif"],
      mono: ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"],
    },
    fontSize: {
      xs: ["0.75rem", "1rem"],
      mono: ["0.78125rem", "1.25rem"],
      sm: ["0.8125rem", "1.25rem"],
      base: ["0.875rem", "1.25rem"],
      lg: ["1rem", "1.5rem"],
      xl: ["1.25rem", "1.75rem"],
      "2xl": ["1.75rem", "2.25rem"],
    },
    fontWeight: { normal: "400", medium: "500", semibold: "600" },
    borderRadius: { none: "0", sm: "0.25rem", DEFAULT: "0.375rem", lg: "0.625rem", full: "9999px" },
    boxShadow: { none: "none", raised: "0 1px 2px var(--shadow)", overlay: "0 12px 32px var(--shadow)" },
    extend: {
      spacing: { content: "80rem", wide: "100rem", drawer: "30rem" },
      transitionDuration: { DEFAULT: "120ms" },
    },
  },
} satisfies Config;
