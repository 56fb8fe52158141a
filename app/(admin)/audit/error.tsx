"use client";

import { ScreenError, type ScreenErrorProps } from "../_components/screen-error";

export default function AuditError(props: ScreenErrorProps) {
  return <ScreenError {...props} title="The audit log couldn't be read" />;
}
