"use client";

import { ScreenError, type ScreenErrorProps } from "../_components/screen-error";

export default function ConnectionsError(props: ScreenErrorProps) {
  return <ScreenError {...props} title="The connections couldn't be read" />;
}
