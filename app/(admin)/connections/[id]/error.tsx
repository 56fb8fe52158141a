"use client";

import { ScreenError, type ScreenErrorProps } from "../../_components/screen-error";

export default function ConnectionError(props: ScreenErrorProps) {
  return <ScreenError {...props} title="This connection couldn't be read" />;
}
