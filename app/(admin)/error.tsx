"use client";

import { ScreenError, type ScreenErrorProps } from "./_components/screen-error";

export default function AdminError(props: ScreenErrorProps) {
  return <ScreenError {...props} title="This page couldn't be read" />;
}
