"use client";

import { ScreenError, type ScreenErrorProps } from "../_components/screen-error";

export default function SettingsError(props: ScreenErrorProps) {
  return <ScreenError {...props} title="The settings couldn't be read" />;
}
