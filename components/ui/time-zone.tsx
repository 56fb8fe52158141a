"use client";

import { createContext, type ReactNode, useContext } from "react";
import { UTC } from "./time-format";

const TimeZone = createContext(UTC);

/** Whatever shows a time below shows it in this zone. The server knows the choice, so both sides render alike. */
export function TimeZoneProvider({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  return <TimeZone value={timeZone}>{children}</TimeZone>;
}

export const useTimeZone = (): string => useContext(TimeZone);
